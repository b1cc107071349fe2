/** Where a file is, beside the page. */
export const addressOf = ({ id }) => `files/${id}`;
