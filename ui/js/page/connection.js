/** Says plainly whether the server is there, and while it is not how much waits for it. */
import { say } from '../words/words.js';

const $ = window.jQuery;
const REJOICE = 3000; // Milliseconds that "Connected again" stays.

export class Connection {
  /** `name()` is what the chat is called: by default, after its host's computer. */
  constructor(root, { name, onRetry }) {
    Object.assign(this, { root: $(root), name });
    this.text = this.root.find('.connection-text');
    this.count = this.root.find('.countdown');
    this.unsent = this.root.find('.unsent');
    this.button = this.root.find('button').on('click', onRetry);
  }

  show(state) {
    const back = state.phase === 'connected' && this.state?.phase === 'waiting';
    if (state.phase === 'connected' && this.state?.phase === 'connected') return;
    this.state = state;
    this.#stop();
    this.root.attr('data-phase', back ? 'back' : state.phase);
    this.button.prop('hidden', state.phase !== 'waiting');
    this[back ? 'back' : state.phase](state);
  }

  /** How many messages are still to be sent. */
  waitingFor(count) {
    this.unsent.text(count ? say('connection.left', { count }) : '');
  }

  connecting() {
    this.#say(say('connection.connecting'));
  }

  connected() {
    this.#say(say('connection.connected'));
  }

  back() {
    this.#say(say('connection.back'));
    this.rejoicing = setTimeout(() => {
      this.root.attr('data-phase', 'connected');
      this.connected();
    }, REJOICE);
  }

  /** The seconds are not in the live text: a screen reader should hear the state, not a clock. */
  waiting({ until, description, closed }) {
    if (closed) return this.#say(say('connection.closed', { name: this.name() }));
    this.#say(description ? say('connection.waitingBecause', { reason: description }) : say('connection.waiting'));
    const tick = () => {
      const seconds = Math.ceil((until - Date.now()) / 1000);
      this.count.text(seconds > 0 ? say('connection.in', { seconds }) : say('connection.now'));
    };
    tick();
    this.ticking = setInterval(tick, 250);
  }

  #say(words) {
    if (this.text.text() !== words) this.text.text(words);
  }

  #stop() {
    clearTimeout(this.rejoicing);
    clearInterval(this.ticking);
    this.count.text('');
  }
}
