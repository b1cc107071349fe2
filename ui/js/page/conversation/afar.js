/** Away from the newest message: the button that leads there, and far from it which day one reads. */
const FAR = 1.5; // Windows from the end.

export class Afar {
  /** `unread()` counts what is new in the room, `returning()` says that its end is on the way; `read()` is the message that is read. */
  constructor({ newer, dates, rows, scroll, unread, returning, read }) {
    Object.assign(this, { newer, dates, rows, scroll, unread, returning, read });
  }

  show(log) {
    const { empty } = this.rows;
    const count = this.scroll.atEnd ? 0 : this.unread();
    const far = log.newer.more || this.scroll.below > FAR * this.scroll.height;
    this.newer.show({ wanted: (count || far) && !empty, count, coming: this.returning() });
    this.dates.show(far && !empty ? this.read()?.time ?? null : null);
  }
}
