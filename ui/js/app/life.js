/** The page's life: it is seen or not, put to sleep and woken, and told that the network has gone. */
import { Doubts } from '../line/doubts.js';
import { visible } from './sight.js';

const $ = window.jQuery;

/** `on`: sight() when it can be seen or not any more, focus() when somebody looks at it again, back() when
 * the browser had kept it as it was. */
export function watchLife(chat, on) {
  const { leader } = chat.line;
  $(document).on('visibilitychange', () => { chat.line.sighted(); on.sight(); });
  $(document).on('freeze', () => leader.leave());
  $(document).on('resume', () => leader.join());
  $(window).on('pagehide', () => leader.leave());
  $(window).on('pageshow', ({ originalEvent }) => {
    if (!originalEvent.persisted) return;
    leader.join();
    on.back();
  });
  $(window).on('offline', () => chat.retry());
  $(window).on('focus', on.focus);
}

/** From now on the connection is doubted where it may be dead without a word. */
export function watchConnection(chat) {
  new Doubts({ visible, onDoubt: () => chat.doubt() });
}
