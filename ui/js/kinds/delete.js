/** Taking back what was said: a tombstone stays. The server's twin is appliance/chat/kinds/delete.py. */
const KEPT = ['id', 'room', 'kind', 'nick', 'member', 'time', 'key', 'reply', 'bot']; // As in feed/folding.py.

export const erase = {
  targetOf: ({ target }) => target,

  fold: (now, { by }) => {
    const kept = KEPT.filter((name) => name in now).map((name) => [name, now[name]]);
    return { ...Object.fromEntries(kept), deleted: by, message: '' };
  },

  request: ({ target }) => ({ method: 'DELETE', path: `messages/${target}`, body: {} }),

  overtakes: () => true,
};
