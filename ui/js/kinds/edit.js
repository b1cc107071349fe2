/** Other words for what one said oneself. The server's twin is appliance/chat/kinds/edit.py. */
export const edit = {
  targetOf: ({ target }) => target,

  /** Of words that were erased by now nothing is told. */
  fold: (now, { message, mentions, time, deleted }) => {
    if (now.deleted || deleted) return now;
    const named = mentions || now.mentions ? { mentions: mentions ?? [] } : {};
    return { ...now, message, ...named, edited: time, edits: (now.edits ?? 0) + 1 };
  },

  request: ({ target, body: { message, meant } }) => ({ method: 'PUT', path: `messages/${target}`, body: { message, mentions: meant } }),

  overtakes: () => true,
};
