/**
 * The panel 'Invite others': the addresses, who may join, and whether anybody has. It asks the
 * server while it is open and seen, and only then.
 */
import { refusal } from '../../line/api-error.js';
import { CopyButtons } from '../parts/copy-buttons.js';
import { onlyHere } from './join.js';
import { Panel } from '../parts/panel.js';
import { Reach } from './reach.js';
import { Sharing } from './sharing.js';
import { Ways } from './ways.js';
import { say } from '../../words/words.js';
import { write } from '../parts/written.js';

const $ = window.jQuery;
const REFRESH = 2000; // Milliseconds between an answer and the next question.

export class Invite {
  #turn = null; // The question whose answer counts.
  #later = null;

  constructor(dialog, { api, visible, note, onNews, onClose }) {
    Object.assign(this, { api, visible, onNews, onClose });
    this.root = $(dialog);
    this.problem = this.root.find('.invite-problem');
    this.closed = this.root.find('.invite-closed');
    this.moved = this.root.find('.invite-moved');
    this.ways = new Ways(this.root.find('.ways'), { note });
    this.reach = new Reach(this.root.find('.reach'));
    this.sharing = new Sharing(this.root.find('.sharing'), { onChoose: (shared) => this.#share(shared) });
    this.copying = new CopyButtons(dialog, { note });
    this.panel = new Panel(dialog, { onClose: () => this.#closed() });
    $(document).on('visibilitychange', () => this.#refresh());
  }

  open() {
    if (this.panel.isOpen) return;
    this.ways.chooseBest();
    this.panel.open();
    this.#refresh();
  }

  close() {
    this.panel.close();
  }

  #closed() {
    clearTimeout(this.#later);
    this.#turn = null;
    this.sharing.complain('');
    this.onClose();
  }

  #refresh() {
    clearTimeout(this.#later);
    if (!this.panel.isOpen || !this.visible()) return;
    this.#ask(this.api.invitation(), (problem) => this.#say(problem));
  }

  #share(shared) {
    this.#ask(this.api.share(shared), (problem) => {
      this.sharing.complain(problem);
      this.sharing.show(this.invitation); // What was refused is not so.
    });
  }

  /** Shows the answer unless something was asked since, and asks again after a while. */
  async #ask(answer, complain) {
    clearTimeout(this.#later);
    const turn = Symbol('turn');
    this.#turn = turn;
    try {
      const invitation = await answer;
      if (turn !== this.#turn) return;
      this.#show(invitation);
      complain('');
    } catch (error) {
      const { description } = refusal(error);
      if (turn !== this.#turn) return;
      complain(description);
    }
    this.#later = setTimeout(() => this.#refresh(), REFRESH);
  }

  #show(invitation) {
    const { shared, addresses, moved_from: before } = invitation;
    const open = shared && !onlyHere(addresses[0].url);
    this.invitation = invitation;
    write(this.closed.prop('hidden', open), closedWords(invitation));
    write(this.moved.prop('hidden', !open || !before), before ? say('invite.moved', { port: String(before) }) : '');
    this.ways.show(open ? addresses : []);
    this.reach.show(invitation);
    this.sharing.show(invitation);
    this.onNews(invitation);
  }

  #say(sentence) {
    write(this.problem, sentence);
  }
}

/** Whoever has the switch sees it just below. */
function closedWords({ shared, admin }) {
  if (shared) return say('invite.alone');
  return say(admin ? 'invite.here' : 'invite.askHost');
}
