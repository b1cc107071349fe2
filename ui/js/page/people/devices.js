/**
 * The panel 'Use on another device': a link by which one is the same person there, a code to keep
 * on paper, and the place for a code from elsewhere. A link is made when the panel is opened.
 */
import { refusal } from '../../line/api-error.js';
import { CopyButtons } from '../parts/copy-buttons.js';
import { drawCode } from '../parts/code.js';
import { onlyHere } from '../invite/join.js';
import { clockTime } from '../parts/times.js';
import { say } from '../../words/words.js';

const $ = window.jQuery;
const GROUP = /.{1,4}/g; // As one reads from paper.
const PRINTING = 'printing-code';

export class Devices {
  /** `onArrive(secret)` is told a code that was typed here, and may throw what the chat says. */
  constructor(dialog, { api, known, onArrive, onClose }) {
    Object.assign(this, { dialog, api, known, onArrive });
    this.root = $(dialog);
    this.link = this.root.find('.device-link');
    this.code = this.root.find('.device-code');
    this.form = this.root.find('form');
    new CopyButtons(dialog, { note: this.root.find('.device-note') });
    this.root.find('.invite-head button').on('click', () => dialog.close());
    this.root.find('.device-recover').on('click', () => this.#recover());
    this.root.find('.device-print').on('click', () => this.#print());
    this.form.on('submit', (event) => this.#typed(event));
    $(window).on('afterprint', () => document.documentElement.classList.remove(PRINTING));
    this.root.on('close', () => { this.#forget(); onClose(); });
  }

  async open() {
    this.#forget();
    this.dialog.showModal();
    const known = this.known();
    this.link.add(this.code).prop('hidden', !known);
    if (known) await this.#make({ recovery: false }, (made) => this.#show(made));
  }

  #show({ url, until, code }) {
    drawCode(this.link.find('.drawn-code')[0], code, say('device.code'));
    this.link.find('.copy-text').text(url);
    const words = onlyHere(url) ? say('invite.here') : say('device.until', { time: clockTime(until) });
    this.link.find('.device-until').text(words);
  }

  #recover() {
    return this.#make({ recovery: true }, ({ secret }) => {
      this.code.find('.copy-text').text(secret.match(GROUP).join(' '));
      this.code.find('.device-paper').prop('hidden', false);
      this.code.find('.device-recover').prop('hidden', true);
      this.code.find('.device-print').trigger('focus');
    });
  }

  async #make(what, show) {
    const turn = this.turn;
    try {
      const made = await this.api.device(what);
      if (turn === this.turn) show(made);
    } catch (error) {
      this.#say(refusal(error).description);
    }
  }

  /** The paper has the code and what it is for, and nothing else. */
  #print() {
    document.documentElement.classList.add(PRINTING);
    window.print(); // Some browsers come back from it at once, and print later.
  }

  async #typed(event) {
    event.preventDefault();
    const secret = this.form.find('input').val();
    if (!secret.trim()) return this.form.find('input').trigger('focus');
    try {
      return await this.onArrive(secret);
    } catch (error) {
      return this.#say(refusal(error).description);
    }
  }

  /** Nothing that opens anything stays on a page that somebody else may look at later. */
  #forget() {
    this.turn = {};
    document.documentElement.classList.remove(PRINTING);
    this.#say('');
    this.root.find('.copy-text, .device-until').text('');
    this.link.find('.drawn-code')[0].replaceChildren();
    this.code.find('.device-paper').prop('hidden', true);
    this.code.find('.device-recover').prop('hidden', false);
    this.form.find('input').val('');
  }

  #say(sentence) {
    this.root.find('.invite-problem').text(sentence);
  }
}
