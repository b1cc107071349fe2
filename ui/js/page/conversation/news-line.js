/** The line "New since": above the first message after the one that was read last. */
export class NewsLine {
  /** `seen()` is the last message that was read. */
  constructor({ rows, quiet, seen }) {
    Object.assign(this, { rows, quiet, seen });
  }

  /** From here on what comes is new. */
  begin(log) {
    log.mark = this.seen();
  }

  /** Once the first message below it is rendered; false if nothing changes. */
  draw(log) {
    const { rows } = this;
    const first = log.mark !== null && log.reaches(log.mark) ? log.after(log.mark, 1)[0] : undefined;
    if (!first || rows.newsId === first.id) return false;
    this.quiet.during(() => rows.markNews(first.id));
    return true;
  }
}
