/**
 * All keys, and all commands, as the tables that heed them have them; and what Return does in the box, which
 * one may choose. Loaded when it is first opened.
 */
import { allShortcuts, PLACES } from '../parts/shortcuts.js';
import { Panel } from '../parts/panel.js';
import { say } from '../../words/words.js';
import { written } from '../../chat/commands.js';

const $ = window.jQuery;

export class KeysSheet {
  /** `commands()` are those that are offered now, `returnKey` is what Return does; `heeded(name)`: whether there is that key here. `onWrite(text)` puts the beginning of a command into the box. */
  constructor(dialog, { commands, returnKey, heeded, onWrite, onClose }) {
    Object.assign(this, { commands, returnKey, heeded, onWrite });
    this.panel = new Panel(dialog, { onClose });
    this.body = this.panel.root.find('.panel-body');
    this.body.on('click', '.command-write', ({ currentTarget }) => this.#write(currentTarget.value))
      .on('change', '#return-sends', ({ target }) => this.#turn(target.checked));
  }

  get isOpen() {
    return this.panel.isOpen;
  }

  open() {
    this.#show();
    this.panel.open();
  }

  close() {
    this.panel.close();
  }

  #show() {
    const keys = allShortcuts().filter(({ name }) => this.heeded(name));
    const parts = Object.entries(PLACES).map(([place, title]) => section(say(title), [
      $('<dl class="keys-list">').append(keys.filter((key) => key.place === place).map((key) => this.#line(key))),
      place === 'box' ? this.#choice() : null,
    ]));
    this.body.empty().append(parts, this.#commands());
  }

  #line({ name, keys, word }) {
    const breaks = name === 'box.return' && !this.returnKey.sends;
    return $('<div class="keys-line">').attr('data-key', name).append(
      $('<dt>').append(keys.flatMap((signs, at) => [...(at ? [' ', say('keys.or'), ' '] : []), pressedTogether(signs)])),
      $('<dd>').text(say(breaks ? 'keys.returnBreaks' : word)),
    );
  }

  #choice() {
    const box = $('<input type="checkbox" role="switch" id="return-sends">').prop('checked', this.returnKey.sends);
    return $('<label class="switch-line">').append($('<span>').text(say('keys.returnSends')), box);
  }

  /** The switch keeps the focus. */
  #turn(sends) {
    this.returnKey.set(sends);
    this.body.find('[data-key="box.return"] dd').text(say(sends ? 'keys.return' : 'keys.returnBreaks'));
  }

  #commands() {
    return section(say('command.list'), [
      $('<p class="panel-note">').text(say('command.about')),
      $('<ul class="commands-list">').append(this.commands().map((command) => this.#command(command))),
    ]);
  }

  #command({ name, takes, about }) {
    const command = written(name);
    const button = $('<button type="button" class="command-write">').val(`${command} `)
      .append($('<code>').text([command, takes].filter(Boolean).join(' ')), $('<span>').text(about));
    return $('<li>').attr('data-command', name).append(button);
  }

  /** Closed first: it gives the focus back. */
  #write(text) {
    this.close();
    this.onWrite(text);
  }
}

function section(title, nodes) {
  return $('<section class="panel-section">').append($('<h3>').text(title), nodes);
}

function pressedTogether(signs) {
  return $('<span class="keys-together">').append(signs.flatMap((sign, at) => [at ? '+' : '', $('<kbd>').text(sign)]));
}
