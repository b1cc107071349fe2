/**
 * Tells of messages while nobody looks at the chat: once for each room, by the tab that leads,
 * and with the voice this browser has (Popups or Chime).
 */
export class Notifier {
  /** `called(entry)`: the name of who said it, told from those that look the same; `names(entry)`: whether it names who reads. */
  constructor({ voice, storage, attention, leading, called, names }) {
    Object.assign(this, { voice, storage, attention, leading, called, names });
  }

  get on() {
    return this.voice.allowed && this.storage.get(this.voice.setting, this.voice.unlessRefused);
  }

  /** Remembers the wish; a sentence if the browser does not go along. */
  async turn(on) {
    const problem = on ? await this.voice.allow() : null;
    if (!problem) this.storage.set(this.voice.setting, on);
    return problem;
  }

  /** Whether this tab would tell of anything. */
  get tells() {
    return this.on && this.leading();
  }

  /** `entries` are messages of others. */
  async tell(entries) {
    if (!entries.length || !this.tells) return;
    if (await this.attention.paid()) return;
    const newest = new Map(entries.map((entry) => [entry.room, entry]));
    for (const entry of entries.filter((one) => this.names(one))) newest.set(entry.room, entry); // Before what came after it.
    for (const entry of newest.values()) this.voice.tell({ ...entry, nick: this.called(entry), named: this.names(entry) });
  }

  /** Somebody looks again. */
  clear() {
    this.voice.clear();
  }

  watch(changed) {
    this.storage.watch(this.voice.setting, changed);
  }
}
