/** The switch that turns telling of messages on and off, the same in all tabs. */
const $ = window.jQuery;

export class NotifySwitch {
  constructor(root, { notifier }) {
    this.notifier = notifier;
    this.root = $(root).prop('hidden', false);
    this.input = this.root.find('input').on('change', () => this.#turn());
    this.problem = this.root.find('.problem');
    this.root.find('label span').text(notifier.voice.label);
    notifier.watch(() => this.show());
    this.show();
  }

  show() {
    this.input.prop('checked', this.notifier.on);
  }

  async #turn() {
    this.problem.text('');
    const problem = await this.notifier.turn(this.input.prop('checked'));
    this.problem.text(problem ?? '');
    this.show();
  }
}
