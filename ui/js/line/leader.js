/**
 * Which tab of this browser does the work for all of them.
 *
 * A browser allows about six connections to one host, so ten tabs cannot hold ten polls. The
 * leader says so every BEAT; a tab that hears nothing asks (`ping`), and claims when nobody
 * answers. Timers of hidden tabs may run once a minute but messages arrive at once, so silence
 * alone proves nothing: only an unanswered ping does. A leader that goes away names its heir,
 * which takes over without waiting. A visible tab takes the lead from a hidden one, because the
 * browser may freeze that. Two leaders can exist for a moment; that costs one poll and no
 * entry (cursors and keys see to it), and the better one remains.
 *
 * A leader leaves its id in the storage that all tabs share. A page that finds none there leads at
 * once; one that finds the id of a tab that went without a word has only asked in vain.
 */
const BEAT = 400; // Milliseconds.
const ALONE = 10 * 1000; // Between the beats of a leader that knows of no other tab.
const CENSUS = 75; // Beats after which the leader counts anew: a tab may have gone without a word.
const SILENCE = 800; // Two beats missed: ask.
const OBJECTION = 100; // A claim stands when nobody has objected for this long.
const SEAT = 'leader'; // Its name in the storage.

export class Leader {
  leading = false;
  #others = new Map(); // Known to a leader only: id -> visible.
  #claim = null;
  #pinged = null;
  #heard = 0;
  #beating = null;
  #pace = 0;
  #beats = 0;

  constructor({ tabs, storage, id, visible, note, onLead, onFollow, onNote, now = () => performance.now() }) {
    Object.assign(this, { tabs, storage, id, visible, note, onLead, onFollow, onNote, now });
    tabs.on('claim', (other) => this.#onClaim(other));
    tabs.on('beat', (other) => this.#onBeat(other));
    tabs.on('ping', (other) => this.leading && this.#onPing(other));
    tabs.on('here', (other) => this.#onHere(other));
    tabs.on('gone', (other) => this.#onGone(other));
    tabs.on('resign', (other) => this.#onResign(other));
  }

  join() {
    this.#setPace();
    if (this.storage.get(SEAT) === null) this.#lead();
    else this.#propose();
  }

  /** Before the tab closes or is frozen. */
  leave() {
    this.#withdraw();
    if (this.leading) this.#resign(this.#heir());
    else this.#say('gone');
    clearInterval(this.#beating);
    this.#pace = 0;
    this.following = null; // Whoever leads when it is back has forgotten it.
  }

  /** Tells the others now instead of at the next beat. */
  beat() {
    this.#say('beat', { note: this.note() });
  }

  visibilityChanged() {
    if (this.leading) this.beat();
    else this.#say('here');
  }

  #setPace() {
    const pace = this.leading && !this.#others.size ? ALONE : BEAT;
    if (pace === this.#pace) return;
    clearInterval(this.#beating);
    this.#pace = pace;
    this.#beating = setInterval(() => this.#tick(), pace);
  }

  #say(type, fields = {}) {
    this.tabs.post(type, { from: this.id, visible: this.visible(), ...fields });
  }

  #tick() {
    if (this.leading) this.#beatOn();
    else if (this.#claim) return;
    else if (this.#pinged !== null) this.#propose();
    else if (this.now() - this.#heard > SILENCE) this.#ping();
  }

  #beatOn() {
    this.#setPace();
    this.#beats += 1;
    const counting = this.#beats % CENSUS === 0;
    if (counting) this.#others.clear();
    this.#say('beat', { note: this.note(), counting });
  }

  #ping() {
    this.#pinged = this.now();
    this.#say('ping');
  }

  #propose() {
    this.#withdraw();
    this.#claim = setTimeout(() => this.#lead(), OBJECTION);
    this.#say('claim');
  }

  #withdraw() {
    clearTimeout(this.#claim);
    this.#claim = null;
    this.#pinged = null;
    this.#heard = this.now();
  }

  #lead() {
    this.#withdraw();
    if (this.leading) return;
    this.leading = true;
    this.storage.set(SEAT, this.id);
    this.#setPace();
    this.beat();
    this.onLead();
  }

  #follow() {
    this.leading = false;
    this.#others.clear();
    this.#setPace();
    this.onFollow();
  }

  #resign(heir) {
    this.#follow();
    this.#withdraw();
    if (heir === null) this.storage.remove(SEAT);
    this.#say('resign', { heir });
  }

  #heir() {
    const tabs = [...this.#others];
    return (tabs.find(([, visible]) => visible) ?? tabs[0])?.[0] ?? null;
  }

  /** Visible before hidden; between equals any rule does, as long as both sides know it. */
  #precedes(other) {
    if (this.visible() !== other.visible) return this.visible();
    return this.id < other.from;
  }

  #onClaim(other) {
    if (this.leading && other.visible && !this.visible()) this.#resign(other.from);
    else if (this.leading) this.beat();
    else if (this.#claim && this.#precedes(other)) this.#say('claim');
    else this.#withdraw();
  }

  #onBeat(other) {
    if (this.leading && this.#precedes(other)) return this.beat();
    if (this.leading) this.#follow();
    if (this.visible() && !other.visible) return this.#claim || this.#propose();
    if (other.from !== this.following || other.counting) this.#say('here');
    this.following = other.from;
    this.#withdraw();
    return this.onNote(other.note);
  }

  #onPing(other) {
    this.#onHere(other);
    this.beat();
  }

  #onHere(other) {
    this.#others.set(other.from, other.visible);
    this.#setPace();
  }

  #onGone(other) {
    this.#others.delete(other.from);
    this.#setPace();
  }

  #onResign(other) {
    this.following = null;
    if (other.heir === this.id) this.#lead();
    else if (other.heir === null) this.#propose();
    else this.#withdraw();
  }
}
