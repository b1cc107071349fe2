/**
 * Files that are dropped on the page, pasted into it or chosen. A browser would open a dropped one in
 * place of the chat.
 */
import { isField } from '../parts/field.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;

export class OfferedFiles {
  #inside = 0; // How many of the page's parts a drag has entered and not left.

  /** `onOffer(files, { folders })` takes them, `onBeside(files)` hears of those that came with words that are pasted; `closed()` says whether nothing is taken just now, `title()` what the room is called. */
  constructor({ veil, box, choosers, title, closed, onOffer, onBeside }) {
    Object.assign(this, { veil: $(veil), box, title, closed, onOffer, onBeside });
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) document.addEventListener(type, (event) => this.#dragged(event));
    document.addEventListener('paste', (event) => this.#pasted(event));
    $(choosers).on('change', ({ currentTarget }) => {
      const files = [...currentTarget.files];
      $(currentTarget).val(''); // The same may be chosen again.
      if (files.length) onOffer(files, { folders: false });
    });
  }

  /** Links leave the page as well; words may be dropped where one can write. */
  #dragged(event) {
    const files = event.dataTransfer.types.includes('Files');
    if (!files && isField(event.target)) return;
    event.preventDefault();
    if (event.type === 'dragover') event.dataTransfer.dropEffect = files && !this.closed() ? 'copy' : 'none';
    else if (files) this.#entered(event);
  }

  #entered(event) {
    this.#inside += { dragenter: 1, dragleave: -1 }[event.type] ?? -this.#inside;
    this.veil.prop('hidden', this.#inside <= 0);
    if (event.type === 'dragenter') this.veil.find('p').text(this.closed() ? say('files.dropClosed') : say('files.drop', { room: this.title() }));
    if (event.type !== 'drop') return;
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.());
    const files = [...event.dataTransfer.files].filter((_, at) => !entries[at]?.isDirectory);
    this.onOffer(files, { folders: entries.some((entry) => entry?.isDirectory) });
  }

  /** What is copied from a document has a picture of itself beside its words: the words are meant, the picture perhaps. */
  #pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    if (event.clipboardData.getData('text/plain')) {
      if (!isField(event.target) || event.target === this.box) this.onBeside(files);
      return;
    }
    event.preventDefault();
    this.onOffer(files, { folders: false });
  }
}
