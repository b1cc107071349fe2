/**
 * One end of the part of a room that is in a log: `reach` is how far everything is here, `more`
 * whether the server has what lies beyond.
 */
export class Edge {
  loading = false;
  problem = null; // Why the last attempt to load failed.

  constructor({ reach, more }) {
    Object.assign(this, { reach, more });
  }
}
