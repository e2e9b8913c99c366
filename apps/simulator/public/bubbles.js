import { element, setText } from './element.js';
import { phoneText, zonedTimeText } from './format.js';
import { link, withLinks } from './links.js';

/** @typedef {import('./types.js').Entry} Entry */

/** @type {Readonly<Record<string, string>>} */
const statusWords = {
  queued: 'Queued',
  sending: 'Sending',
  sent: 'Sent',
  delivered: 'Delivered',
};

/**
 * What stands under a bubble: how far it got, in words.
 *
 * @param {Entry} entry
 * @returns {{ text: string, tone: 'quiet' | 'good' | 'bad' }}
 */
function stateOf(entry) {
  if (entry.kind === 'notice') {
    return { text: entry.by === 'network' ? 'Sent by the network' : 'Sent by the carrier', tone: 'quiet' };
  }
  if (entry.kind === 'reply') return replyState(entry.webhook);
  if (entry.errorCode !== null) {
    return { text: `Not delivered · ${entry.errorWords} (${entry.errorCode})`, tone: 'bad' };
  }
  const text = statusWords[entry.status] ?? entry.status;
  return { text, tone: entry.status === 'delivered' ? 'good' : 'quiet' };
}

/**
 * @param {import('./types.js').Webhook | null} webhook
 * @returns {{ text: string, tone: 'quiet' | 'good' | 'bad' }}
 */
function replyState(webhook) {
  if (webhook?.state === 'answered') return { text: 'Read by the app', tone: 'good' };
  if (webhook?.state === 'failed')
    return { text: `The app did not take it · ${webhook.problem}`, tone: 'bad' };
  if (webhook?.state === 'none') return { text: 'Nobody listens on this number', tone: 'bad' };
  return { text: 'Sent', tone: 'quiet' };
}

/**
 * One entry of a handset: the bubble, and under it time and state.
 *
 * @param {Entry} entry
 * @param {boolean} showsNumber whether the number it came from is named above
 */
export function bubble(entry, showsNumber) {
  const number = entry.kind === 'reply' ? entry.to : entry.from;
  const label = entry.kind === 'reply' ? `to ${phoneText(number)}` : phoneText(number);
  const media = entry.kind === 'notice' ? [] : entry.mediaUrls;
  const made = element(
    'li',
    { 'data-id': entry.id },
    ...(showsNumber ? [element('p', { class: 'entry-number' }, label)] : []),
    element(
      'div',
      { class: 'bubble' },
      element('p', {}, ...withLinks(entry.body)),
      ...media.map((url, index) => element('p', {}, link(url, `Picture ${index + 1}`))),
    ),
    element(
      'p',
      { class: 'entry-state' },
      element('time', { datetime: entry.at }, zonedTimeText(entry.at)),
      element('span'),
    ),
  );
  updateBubble(made, entry);
  return made;
}

/**
 * Brings the state of a shown entry up to date; nothing else of it ever changes.
 *
 * @param {Element} shown
 * @param {Entry} entry
 */
export function updateBubble(shown, entry) {
  const { text, tone } = stateOf(entry);
  shown.className = `entry ${entry.kind} ${tone}`;
  const state = shown.querySelector('.entry-state span');
  if (state !== null) setText(state, ` · ${text}`);
}
