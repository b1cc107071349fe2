/** The style of what is loaded only when it is needed. */
export function styled(name) {
  return new Promise((resolve, reject) => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'stylesheet', href: new URL(`../../../css/${name}`, import.meta.url), onload: resolve, onerror: () => { link.remove(); reject(new TypeError(name)); } });
    document.head.append(link);
  });
}
