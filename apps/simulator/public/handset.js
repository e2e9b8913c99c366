import { call, read } from './api.js';
import { bubble, updateBubble } from './bubbles.js';
import { showReplyTo } from './composer.js';
import { byId, element, setText } from './element.js';
import { hueOf, phoneText } from './format.js';

/** @typedef {import('./types.js').Thread} Thread */

/** Closer to the end than this counts as reading the newest, px. */
const nearEnd = 120;

const screen = byId('screen', HTMLElement);
const texts = byId('texts', HTMLOListElement);

/** @type {string | undefined} */
let shown;
let isLoading = false;
let isStale = false;

/**
 * Shows another handset, or none.
 *
 * @param {string | undefined} phone
 */
export async function showHandset(phone) {
  const isOther = phone !== shown;
  shown = phone;
  document.body.classList.toggle('has-handset', phone !== undefined);
  if (phone === undefined || !isOther) return;
  texts.replaceChildren();
  setText(byId('handset-phone', HTMLElement), phoneText(phone));
  const avatar = byId('handset-avatar', HTMLElement);
  avatar.style.setProperty('--hue', String(hueOf(phone)));
  setText(avatar, phone.slice(-2));
  await refreshHandset();
}

/** Loads the shown handset again; calls during a load lead to one more load after it. */
export async function refreshHandset() {
  if (shown === undefined) return;
  if (isLoading) {
    isStale = true;
    return;
  }
  isLoading = true;
  const phone = shown;
  try {
    /** @type {Thread} */
    const thread = await read(`/threads/${encodeURIComponent(phone)}`);
    if (phone === shown) render(thread);
    if (phone === shown && thread.unread > 0) await markRead(phone);
  } catch (error) {
    texts.replaceChildren();
    throw error;
  } finally {
    isLoading = false;
  }
  if (!isStale && phone === shown) return;
  isStale = false;
  await refreshHandset();
}

/** @param {string} phone */
async function markRead(phone) {
  if (document.visibilityState !== 'visible') return;
  await call('POST', `/threads/${encodeURIComponent(phone)}/read`);
}

/** @param {Thread} thread */
function render(thread) {
  const wasAtEnd = screen.scrollHeight - screen.scrollTop - screen.clientHeight < nearEnd;
  const ids = new Set(thread.entries.map(({ id }) => id));
  for (const old of texts.querySelectorAll('li')) {
    if (!ids.has(old.dataset['id'] ?? '')) old.remove();
  }
  let number = '';
  thread.entries.forEach((entry, index) => {
    const peer = entry.kind === 'reply' ? entry.to : entry.from;
    const old = texts.children[index];
    if (old instanceof HTMLElement && old.dataset['id'] === entry.id) updateBubble(old, entry);
    else texts.insertBefore(bubble(entry, peer !== number), old ?? null);
    number = peer;
  });
  byId('texts-more', HTMLElement).hidden = !thread.more;
  showStopped(thread);
  showReplyTo(thread);
  if (wasAtEnd) screen.scrollTo({ top: screen.scrollHeight });
}

/** @param {Thread} thread */
function showStopped(thread) {
  const stopped = thread.numbers.filter((number) => number.stopped).map(({ phone }) => phoneText(phone));
  const line = byId('handset-stopped', HTMLElement);
  line.hidden = stopped.length === 0;
  line.replaceChildren(element('span', {}, `Stopped ${stopped.join(', ')}`));
}
