/**
 * Files that are dropped on the page or pasted into it. They cannot be sent yet, and that is said;
 * a browser would open a dropped one in place of the chat, and make nothing of a pasted one.
 */
import { isField } from '../parts/field.js';

export class OfferedFiles {
  constructor({ onOffer }) {
    this.onOffer = onOffer;
    for (const type of ['dragenter', 'dragover', 'drop']) this.#on(type, (event) => this.#dragged(event));
    this.#on('paste', (event) => this.#pasted(event));
  }

  #on(type, listener) {
    document.addEventListener(type, listener);
  }

  /** Links leave the page as well; words may be dropped where one can write. */
  #dragged(event) {
    const files = event.dataTransfer.types.includes('Files');
    if (!files && isField(event.target)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'none';
    if (files && event.type !== 'dragover') this.onOffer();
  }

  /** What is copied from a document has a picture of itself beside its words. */
  #pasted({ clipboardData }) {
    if (clipboardData?.files.length && !clipboardData.getData('text/plain')) this.onOffer();
  }
}
