/** A short sound, for browsers that keep notifications from a page on plain http. */
import { say } from '../../words/words.js';

const NOTES = [660, 880]; // Hertz.
const NOTE = 0.12; // Seconds.
const LOUD = 0.12; // Of the loudest there is.

export class Chime {
  label = say('notify.sound');
  setting = 'sound';
  unlessRefused = false;
  allowed = true;
  #context = null;

  static get offered() {
    return 'AudioContext' in window;
  }

  /** Lets the user hear what it is; browsers want a first sound to follow a gesture. */
  async allow() {
    this.tell();
    return null;
  }

  tell() {
    this.#context ??= new AudioContext();
    this.#context.resume();
    NOTES.forEach((hertz, at) => this.#play(hertz, this.#context.currentTime + at * NOTE));
  }

  #play(hertz, start) {
    const tone = new OscillatorNode(this.#context, { frequency: hertz });
    const volume = new GainNode(this.#context, { gain: 0 });
    volume.gain.setValueAtTime(0, start).linearRampToValueAtTime(LOUD, start + 0.01);
    volume.gain.linearRampToValueAtTime(0, start + NOTE);
    tone.connect(volume).connect(this.#context.destination);
    tone.start(start);
    tone.stop(start + NOTE);
  }

  clear() {}
}
