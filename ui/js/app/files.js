/** Files of the open room: what is chosen and goes out with the next message, and what is looked at. */
import { isPicture } from '../page/files/shown-files.js';
import { MessageMenu } from '../page/message/message-menu.js';
import { OfferedFiles } from '../page/files/offered-files.js';
import { loaded } from '../page/parts/later.js';
import { Parcel } from '../page/files/parcel.js';
import { part } from './part.js';
import { isolated, nodes, say } from '../words/words.js';
import { sizeOf } from '../page/files/sizes.js';
import { Transit } from '../page/files/transit.js';
import { Tray } from '../page/files/tray.js';
import { Uploads } from '../line/uploads.js';

const $ = window.jQuery;
const touch = window.matchMedia('(pointer: coarse)');
const WATCHED = 20; // Messages; over it the first is taken back by its menu, as any.
const MANY = 20; // Files of one message, where the chat does not say.

export class Files {
  #viewer = null;
  #missing = null; // The message whose files are chosen once more.
  #sent = new Set(); // Keys of this page's messages with files that the log does not have yet.

  /** `composer()` is the box, `offer` the line above it; `onTurn()` hears that what stands there has another size, `onUndo(entry)` that a message is to be taken back, `onClose()` that nothing is looked at any more. */
  constructor({ chat, outbox, storage, offer, composer, onTurn, onUndo, onClose }) {
    Object.assign(this, { chat, outbox, offer, composer, onUndo, onClose });
    this.uploads = new Uploads({ storage });
    this.tray = new Tray(part('tray'), { parcel: () => this.#parcel(), most: () => this.#limits.files ?? MANY, onTurn });
    this.transit = new Transit({
      onReady: (parcel) => this.#ready(parcel),
      onChoose: (item) => this.#choose(item),
      onCancel: (key) => outbox.take(key),
    });
    this.ways = new MessageMenu(part('attach-ways'));
    this.ways.offer({ word: 'files.chooseFiles', act: () => part('file-chooser').click() });
    this.ways.offer({ word: 'files.camera', act: () => part('camera').click() });
    outbox.watch(() => this.transit.keep(outbox.list()));
  }

  /** From now on files may come. */
  begin() {
    new OfferedFiles({
      veil: part('drop'),
      box: part('message'),
      choosers: [part('file-chooser'), part('camera')],
      title: () => this.chat.rooms.titleOf(this.chat.log.name),
      closed: () => this.composer().reason !== null || !this.taken,
      onOffer: (files, more) => this.#offered(files, more),
      onBeside: (files) => this.#beside(files),
    });
    const attach = $(part('attach')).on('click', ({ currentTarget }) => this.#ask(currentTarget));
    const announce = () => attach.attr('aria-haspopup', touch.matches ? 'menu' : null);
    touch.addEventListener('change', announce);
    announce();
    $('#conversation').on('click', '.picture', (event) => this.#look(event)).on('click', '.text-more', ({ currentTarget }) => this.#read(currentTarget));
  }

  /** Where one writes with fingers the camera may be meant as well. */
  #ask(button) {
    if (touch.matches) this.ways.open(null, button.getBoundingClientRect());
    else part('file-chooser').click();
  }

  open(room) {
    this.tray.open(room);
  }

  /** How much the chat takes may be known by now. */
  introduce() {
    $('#attach').prop('hidden', !this.taken);
  }

  /** The chat is there again. */
  back() {
    this.uploads.hurry();
  }

  /** Whether the chat takes any. */
  get taken() {
    return this.#limits.file > 0;
  }

  /** Whether something goes along with what is said next. */
  get some() {
    return !this.tray.empty;
  }

  /** What a message that is said now is to have, for the outbox. It waits there while not all of its files are at the server. */
  take() {
    const parcel = this.tray.take();
    if (!parcel) return {};
    if (!parcel.ready) {
      this.transit.take(parcel);
      return { files: parcel.files, parcel: parcel.id, state: 'loading' };
    }
    parcel.settle();
    return { files: parcel.files };
  }

  /** The message has `key` in the outbox: once it is in the log it can be taken back by one press, for a while. */
  sent(key) {
    this.#sent.add(key);
    if (this.#sent.size > WATCHED) this.#sent.delete(this.#sent.values().next().value);
  }

  /** A message of ours is in the log. */
  wrote(entry) {
    const { key, room, files = [] } = entry;
    if (!this.#sent.delete(key) || room !== this.composer().room || !files.length) return;
    const words = nodes('files.sent', { count: files.length, name: isolated(files[0].name) });
    this.offer.make({ words, word: say('files.undo'), act: () => this.onUndo(entry) });
  }

  /** A message is not sent, if it was not yet: what it was in the outbox, or null. What goes on up there waits in the tray again. */
  takeBack(key) {
    const item = this.outbox.list().find((each) => each.key === key);
    const parcel = item && this.transit.release(item.parcel);
    const taken = this.outbox.take(key);
    if (parcel && !taken) this.transit.take(parcel);
    else if (parcel) this.tray.put(parcel);
    else if (taken?.files?.every(({ id }) => id)) this.tray.put(this.#parcel().adopt(taken.files));
    return taken;
  }

  get #limits() {
    return this.chat.about.limits;
  }

  #offered(files, { folders }) {
    const missing = this.#missing;
    this.#missing = null;
    if (document.querySelector('dialog[open]')) return;
    const { reason } = this.composer();
    if (reason !== null) return this.composer().complain(reason);
    if (!this.taken) return this.composer().complain(say('files.none'));
    if (folders) this.composer().complain(say('files.folder'));
    if (missing) return this.#found(missing, files);
    if (files.length) this.tray.add(files);
    if (!touch.matches) this.composer().focus(); // There a keyboard would come up.
  }

  /** Words were pasted, and there is a picture of them, or beside them: it may be meant, too. */
  #beside(files) {
    const pictures = files.filter(({ type }) => type.startsWith('image/'));
    if (!pictures.length || !this.taken || document.querySelector('dialog[open]')) return;
    this.offer.make({ words: say('files.beside'), word: say('files.addBeside'), act: () => this.#offered(pictures, { folders: false }) });
  }

  #parcel() {
    return new Parcel({ uploads: this.uploads, problemOf: (file) => this.#problemOf(file) });
  }

  #problemOf({ name, size }) {
    const { file: most = Infinity } = this.#limits;
    return size > most ? say('files.tooLarge', { name, size: sizeOf(size), most: sizeOf(most) }) : null;
  }

  #choose(item) {
    this.#missing = item;
    $('#file-chooser').one('cancel', () => { this.#missing = null; }).trigger('click');
  }

  /** The same files go on where they were; what is chosen besides is not meant. */
  #found(item, files) {
    const parcel = this.#parcel();
    for (const wanted of item.files) {
      const file = files.find(({ name, size }) => name === wanted.name && size === wanted.size);
      if (file) parcel.add(file, { original: wanted.original });
    }
    if (parcel.items.length < item.files.length) {
      parcel.drop();
      return this.composer().complain(say('files.others', { count: item.files.length }));
    }
    this.transit.take(parcel);
    return this.outbox.change(item.key, { parcel: parcel.id });
  }

  /** All are there, or none is wanted any more. */
  #ready({ id, files }) {
    const item = this.outbox.list().find(({ parcel }) => parcel === id);
    if (!item) return;
    if (files.length || item.message) this.outbox.change(item.key, { state: 'new', parcel: undefined, files: files.length ? files : undefined });
    else this.outbox.take(item.key);
  }

  async #look(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // The browser's own.
    event.preventDefault();
    const link = event.currentTarget;
    const pictures = $(link).closest('.files').find('.picture').get();
    const files = pictures.map((node) => this.#fileOf(node)).filter((file) => file && isPicture(file));
    const at = files.findIndex(({ id }) => id === link.dataset.file);
    await this.look(files, Math.max(at, 0));
  }

  #read(button) {
    const file = this.#fileOf(button);
    if (file) this.look([file], 0);
  }

  /** Pictures or a text over all of the page, that of number `at` first. */
  async look(files, at) {
    const viewer = await this.#loaded();
    viewer?.open(files, at);
  }

  /** As the message has it that it stands in. */
  #fileOf(node) {
    const id = Number(node.closest('.row').dataset.id);
    return this.chat.log.at(id)?.files?.find((file) => file.id === node.dataset.file);
  }

  async #loaded() {
    const script = await loaded(() => import('../page/files/viewer.js'));
    if (script) this.#viewer ??= new script.Viewer(part('viewer'), { onClose: this.onClose });
    else this.composer().complain(say('files.missing'));
    return this.#viewer;
  }
}
