/**
 * The way to another chat, which only the chat's own window has: it knows the link and shows a page
 * of its own (appliance/window/view.py). A browser shows none of it.
 */
import { IN_WINDOW } from '../in-window.js';

export class Elsewhere {
  constructor(link) {
    link.hidden = !IN_WINDOW;
    if (!IN_WINDOW) return;
    document.addEventListener('keydown', (event) => {
      if (event.key.toLowerCase() !== 'o' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      link.click();
    });
  }
}
