/**
 * The way to another chat, which only the chat's own window has: it knows the link and shows a page
 * of its own (appliance/window/view.py). A browser shows none of it.
 */
import { hintAt, pressed } from './parts/shortcuts.js';
import { IN_WINDOW } from '../in-window.js';

export class Elsewhere {
  constructor(link) {
    link.hidden = !IN_WINDOW;
    if (!IN_WINDOW) return;
    hintAt(link, 'elsewhere');
    document.addEventListener('keydown', (event) => {
      if (!pressed(event, 'elsewhere')) return;
      event.preventDefault();
      link.click();
    });
  }
}
