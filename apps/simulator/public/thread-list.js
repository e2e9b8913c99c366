import { read } from './api.js';
import { byId, element, setText } from './element.js';
import { count, hueOf, phoneText, timeText } from './format.js';

/** @typedef {import('./types.js').Summary} Summary */

/** Handsets loaded at once, and the most the page keeps; the search finds the others. */
const pageSize = 40;
const mostShown = 400;

/** From this many texts a second on, the list stands still while somebody reads it. */
const holdRate = 5;

const list = byId('threads', HTMLElement);
const more = byId('threads-more', HTMLButtonElement);
const news = byId('threads-news', HTMLButtonElement);
const empty = byId('threads-empty', HTMLElement);
const search = byId('search', HTMLInputElement);

/** @type {Map<string, Summary>} */
let known = new Map();
/** @type {Map<string, HTMLLIElement>} */
const rows = new Map();
let limit = pageSize;
/** @type {string | null} */
let nextCursor = null;
/** @type {string | undefined} */
let selected;
let loading = 0;

/** @param {(message: string) => void} say */
export function startThreadList(say) {
  const report = (/** @type {unknown} */ error) =>
    say(error instanceof Error ? error.message : String(error));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;
  search.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => void reloadThreads().catch(report), 200);
  });
  more.addEventListener('click', () => void loadMore().catch(report));
  news.addEventListener('click', () => {
    list.parentElement?.scrollTo({ top: 0 });
    render();
  });
  list.addEventListener('pointerleave', () => render());
}

/** Loads the list anew: at the start, for a search, after a lost stream. */
export async function reloadThreads() {
  loading += 1;
  const turn = loading;
  limit = pageSize;
  const page = await loadPage('');
  if (turn !== loading) return;
  known = new Map(page.items.map((summary) => [summary.phone, summary]));
  nextCursor = page.nextCursor;
  render();
}

async function loadMore() {
  if (nextCursor === null) return;
  const page = await loadPage(`&cursor=${encodeURIComponent(nextCursor)}`);
  nextCursor = page.nextCursor;
  limit = Math.min(mostShown, limit + pageSize);
  for (const summary of page.items) keep(summary);
  render();
}

/**
 * @param {string} cursor
 * @returns {Promise<import('./types.js').Page<Summary>>}
 */
function loadPage(cursor) {
  return read(`/threads?limit=${pageSize}&q=${encodeURIComponent(search.value)}${cursor}`);
}

/**
 * Takes the newest handsets of an update in.
 *
 * @param {readonly Summary[]} summaries
 * @param {number} rate texts per second
 */
export function mergeThreads(summaries, rate) {
  if (search.value.trim() !== '') {
    for (const summary of summaries) if (known.has(summary.phone)) keep(summary);
  } else for (const summary of summaries) keep(summary);
  if (rate > holdRate && list.matches(':hover, :focus-within')) showNews();
  else render();
}

/** @param {string | undefined} phone */
export function selectThread(phone) {
  selected = phone;
  render();
}

/** @param {Summary} summary */
function keep(summary) {
  const old = known.get(summary.phone);
  if (old === undefined || old.activity <= summary.activity) known.set(summary.phone, summary);
}

/** What the list shows; the open handset keeps its row, however many others came since. */
function newestFirst() {
  const sorted = [...known.values()].toSorted((a, b) => b.activity - a.activity);
  return sorted.filter(({ phone }, index) => index < limit || phone === selected);
}

/** Updates what is shown in place and says how many others came, instead of moving rows under the pointer. */
function showNews() {
  const newest = newestFirst();
  const shown = [...known.values()].filter(({ phone }) => rows.has(phone));
  known = new Map([...shown, ...newest].map((summary) => [summary.phone, summary]));
  const unseen = newest.filter(({ phone }) => !rows.has(phone)).length;
  for (const [phone, row] of rows) {
    const summary = known.get(phone);
    if (summary !== undefined) fill(row, summary);
  }
  news.hidden = unseen === 0;
  setText(news, `Show ${count(unseen)}${unseen >= limit ? '+' : ''} new`);
}

function render() {
  const shown = newestFirst();
  known = new Map(shown.map((summary) => [summary.phone, summary]));
  for (const [phone, row] of rows) {
    if (known.has(phone)) continue;
    row.remove();
    rows.delete(phone);
  }
  shown.forEach((summary, index) => {
    const row = rows.get(summary.phone) ?? newRow(summary.phone);
    fill(row, summary);
    if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
  });
  news.hidden = true;
  more.hidden = nextCursor === null || limit >= mostShown;
  empty.hidden = shown.length > 0;
  setText(
    empty,
    search.value.trim() === ''
      ? 'No texts yet. Launch a campaign, or text in from a new phone.'
      : 'No handset matches. Try fewer digits or another word.',
  );
}

/** @param {string} phone */
function newRow(phone) {
  const avatar = element('span', { class: 'avatar', 'aria-hidden': 'true' }, phone.slice(-2));
  avatar.style.setProperty('--hue', String(hueOf(phone)));
  const row = element(
    'li',
    {},
    element(
      'a',
      { href: `#${phone}`, class: 'thread' },
      avatar,
      element('span', { class: 'thread-phone' }, phoneText(phone)),
      element('time', { class: 'thread-time' }),
      element('span', { class: 'thread-preview' }),
      element('span', { class: 'badge' }),
    ),
  );
  rows.set(phone, row);
  return row;
}

/**
 * @param {HTMLLIElement} row
 * @param {Summary} summary
 */
function fill(row, summary) {
  const part = (/** @type {string} */ name) => row.querySelector(name) ?? row;
  setText(part('.thread-time'), timeText(summary.lastAt));
  setText(part('.thread-preview'), `${summary.fromHandset ? '↩ ' : ''}${summary.preview}`);
  const badge = part('.badge');
  badge.toggleAttribute('hidden', summary.unread === 0);
  setText(badge, summary.unread > 99 ? '99+' : String(summary.unread));
  badge.setAttribute('aria-label', `${summary.unread} unread`);
  const anchor = part('a');
  if (summary.phone === selected) anchor.setAttribute('aria-current', 'true');
  else anchor.removeAttribute('aria-current');
}
