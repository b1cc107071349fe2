/** How others come in: where they join, who invites them, who answers the door, and which programs may. */
import { Acts } from '../page/host/acts.js';
import { Bots } from '../page/host/bots.js';
import { Doorbell } from '../page/door/doorbell.js';
import { Doorkeeping } from '../page/door/doorkeeping.js';
import { homeAddress } from '../home.js';
import { Invite } from '../page/invite/invite.js';
import { Join } from '../page/invite/join.js';
import { part } from './part.js';
import { randomKey } from '../line/random-key.js';
import { visible } from './sight.js';

const $ = window.jQuery;

export class Hosting {
  /** `on`: open() before the panel is, address(url), knock(newcomer), closed(). */
  constructor({ api, chat, oneself, on }) {
    Object.assign(this, { chat, on });
    this.join = new Join(part('join'));
    this.invite = new Invite(part('invite'), {
      api, visible, note: part('invite-note'), onNews: ({ addresses }) => this.show(addresses[0].url), onClose: () => { this.doorkeeping.hide(); on.closed(); },
    });
    this.doorkeeping = new Doorkeeping(part('doorkeeping'), {
      api, nickname: () => oneself.nick,
    });
    this.acts = new Acts(part('acts'), { api, nickOf: (member) => chat.people.nickOf(member), called: (entry) => chat.nicks.called(entry), onClose: on.closed });
    $('#acts-open').on('click', () => { this.invite.close(); this.acts.open(); });
    this.bots = new Bots(part('bots'), {
      api,
      opener: part('bots-open'),
      note: part('bots-note'),
      key: randomKey,
      rooms: () => chat.rooms,
      address: () => this.#address,
      onClose: on.closed,
    });
    this.doorbell = new Doorbell(part('knocking'), {
      api,
      leading: () => chat.line.leader.leading && Boolean(chat.about.you.role),
      onOpen: () => this.open(),
      onKnock: on.knock,
      onNews: () => this.doorkeeping.refresh(),
    });
    $('.invite-open').on('click', () => this.open());
    $('#bots-open').on('click', () => { this.invite.close(); this.bots.open(); });
  }

  /** The chat has said who we are. */
  introduce({ you }) {
    this.doorkeeping.belongsTo(you);
    this.bots.belongsTo(you);
    $('#acts-open').prop('hidden', !this.chat.order.keeper);
    this.update();
  }

  /** Another tab may lead now. */
  update() {
    this.doorbell.update();
  }

  show(address) {
    this.join.show(address);
    this.on.address(address);
  }

  open() {
    this.on.open(); // First: the panel gives the focus back to who has it now.
    this.invite.open();
    this.doorkeeping.refresh();
  }

  get #address() {
    return this.chat.about.addresses[0] ?? homeAddress;
  }
}
