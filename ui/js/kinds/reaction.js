/** An emoji at what somebody said. The server's twin is appliance/chat/kinds/reaction.py. */
export const reaction = {
  targetOf: ({ target }) => target,

  fold: (now, { member, emoji, on }) => {
    if (now.deleted) return now;
    const { reactions: before = {}, ...rest } = now;
    const left = (before[emoji] ?? []).filter((one) => one !== member);
    const all = Object.entries({ ...before, [emoji]: on ? [...left, member] : left });
    const some = all.filter(([, people]) => people.length);
    return some.length ? { ...rest, reactions: Object.fromEntries(some) } : rest;
  },

  /** Where it was so already the chat answers no number. */
  request: ({ target, body: { emoji, on } }) => ({
    method: on ? 'PUT' : 'DELETE',
    path: `messages/${target}/reactions/${encodeURIComponent(emoji)}`,
    body: {},
    answer: 'change',
  }),

  overtakes: (item, earlier) => item.body.emoji === earlier.body.emoji,
};
