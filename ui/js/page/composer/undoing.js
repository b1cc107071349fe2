/** What was done just now can be undone for some seconds: it is said below the box, with a button. It stays while somebody is at that. */
const $ = window.jQuery;
const OFFERED = 10_000; // Milliseconds.

export class Undoing {
  #undo = null;
  #timer = null;

  /** `onUndone()` hears that it was, `onTurn()` that there is something to be seen here, or not any more. */
  constructor(root, { onUndone, onTurn }) {
    Object.assign(this, { root: $(root), onUndone, onTurn });
    this.words = this.root.find('[role=status]');
    this.button = this.root.find('button').on('mousedown', (event) => event.preventDefault()) // The focus stays in the box.
      .on('click', () => this.#take());
  }

  /** What is still offered is undone with it. */
  offer(sentence, undo) {
    const before = this.#undo;
    this.#undo = () => { undo(); before?.(); };
    this.root.prop('hidden', false);
    this.words.text(sentence);
    this.onTurn();
    this.#wait();
  }

  close() {
    clearTimeout(this.#timer);
    this.#undo = null;
    this.words.text('');
    this.root.prop('hidden', true);
    this.onTurn();
  }

  #wait() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.root[0].matches(':hover, :focus-within') ? this.#wait() : this.close()), OFFERED);
  }

  #take() {
    const undo = this.#undo;
    this.close();
    undo();
    this.onUndone();
  }
}
