/** A mistake of the page's own is told in the console; what must go on does go on. */
export function tellMistake(error) {
  setTimeout(() => { throw error; });
}
