/** The switch 'Everyone on this network / Only this computer', for those who may use it. */
const $ = window.jQuery;

export class Sharing {
  constructor(root, { onChoose }) {
    this.root = $(root);
    this.choices = this.root.find('input');
    this.problem = this.root.find('.problem');
    this.choices.on('change', ({ currentTarget }) => {
      this.complain('');
      onChoose(currentTarget.value === 'everyone');
    });
  }

  show({ shared, admin }) {
    const refused = this.problem.text() !== ''; // Stays to be read, whoever may use the switch now.
    this.root.prop('hidden', !admin && !refused);
    this.choices.each((_, choice) => { choice.checked = (choice.value === 'everyone') === shared; });
  }

  complain(sentence) {
    this.problem.text(sentence);
  }
}
