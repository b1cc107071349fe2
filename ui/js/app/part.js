/** The part of index.html that is called `id`. */
export const part = (id) => document.getElementById(id);
