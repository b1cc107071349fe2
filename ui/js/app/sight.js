/** Whether the page can be seen, and whether somebody looks at it. */
export const visible = () => document.visibilityState === 'visible';
export const looking = () => visible() && document.hasFocus();
