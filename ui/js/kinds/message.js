/** What is said; a reply is counted at what it answers. The server's twin is appliance/chat/kinds/said.py. */
export const message = {
  targetOf: ({ reply }) => reply,

  fold: (now) => ({ ...now, replies: (now.replies ?? 0) + 1 }),

  request: ({ room, message: words, reply, act, files, meant }) => (
    { method: 'POST', path: 'pub', body: { room, message: words, reply, act, files: files?.map(({ id }) => id), mentions: meant } }
  ),
};
