/**
 * Words by their names: only the tables beside this module and index.html hold any. Plurals, numbers
 * and dates are Intl's, in the table's language.
 *
 * `{room}` in a word is the value of that name. A word with several forms is an object of Intl's
 * plural categories, and the value `count` decides.
 */
import { direction, language, words } from './en.js';

const ATTRIBUTES = ['alt', 'aria-label', 'data-incomplete', 'placeholder', 'title'];
const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);
const lists = new Intl.ListFormat(language, { type: 'conjunction', style: 'narrow' });

/** The table's language as the reader's region writes it: 17:40 or 5:40 PM. */
export const locale = new Intl.Locale(language, { region: regionOf(new Intl.DateTimeFormat()) }).toString();

/** The words called `name` with `values` in them, as text. */
export function say(name, values = {}) {
  return pieces(words[name], values).join('');
}

/** The same as nodes: a value may be one, and a text from others never becomes anything but text. */
export function nodes(name, values) {
  return pieces(words[name], values).map((piece) => (
    piece instanceof Node ? piece.cloneNode(true) : document.createTextNode(piece)
  ));
}

/** A text of others as such a value, where it turns around nothing but itself. */
export function isolated(text) {
  const node = document.createElement('bdi');
  node.textContent = text;
  return node;
}

/** Texts as people list them: a, b, c. */
export function listed(texts) {
  return lists.format(texts);
}

/** What the chat has refused: in the table's words where it has some for that, else in the chat's own. */
export function sayProblem({ code, values = {}, title, description }) {
  return ownWords({ code, values }) ?? (description || title);
}

/** Null where the table lacks some, be it of another problem that is a value in this one. */
function ownWords({ code, values }) {
  const own = Object.entries(values).map(([name, value]) => [name, value?.code ? ownWords(value) : value]);
  const known = `problem.${code}` in words && own.every(([, value]) => value !== null);
  return known ? say(`problem.${code}`, Object.fromEntries(own)) : null;
}

/**
 * Gives `root` the table's words and direction. An element says its words' name in `data-word`, or
 * in `data-word-` and the name of an attribute; children that stay are values, by `data-value`.
 */
export function translate(root) {
  Object.assign(root, { lang: language, dir: direction });
  const worded = [...root.querySelectorAll('[data-word]')].reverse(); // What is inside of others first.
  for (const node of worded) {
    if (node.dataset.word in words) node.replaceChildren(...nodes(node.dataset.word, valuesIn(node)));
  }
  for (const attribute of ATTRIBUTES) {
    for (const node of root.querySelectorAll(`[data-word-${attribute}]`)) {
      const name = node.getAttribute(`data-word-${attribute}`);
      if (name in words) node.setAttribute(attribute, say(name));
    }
  }
}

function pieces(word, values) {
  const form = typeof word === 'string' ? word : word[plurals.select(values.count)] ?? word.other;
  return form.split(/\{(\w+)\}/u).map((piece, at) => (at % 2 ? shown(values[piece]) : piece));
}

function shown(value) {
  return typeof value === 'number' ? numbers.format(value) : value;
}

function valuesIn(node) {
  return Object.fromEntries([...node.querySelectorAll('[data-value]')].map((child) => [child.dataset.value, child]));
}

function regionOf(format) {
  return new Intl.Locale(format.resolvedOptions().locale).maximize().region;
}
