/** The address of a picture that lies beside the page's scripts, wherever these came from. */
export function picture(name) {
  return new URL(`../../../${name}`, import.meta.url).pathname;
}
