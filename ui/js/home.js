/** Where this chat is: behind a proxy it may have no more than a path of a host. */
const { origin, pathname } = new URL('.', window.location);

export const homePath = pathname;
export const homeAddress = origin + pathname;
