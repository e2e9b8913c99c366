import { byId, setText } from './element.js';
import { count, dollars } from './format.js';

/** Weight of the newest rate against the shown one. */
const smoothing = 0.4;

/** @type {{ atMs: number, received: number, rate: number } | undefined} */
let last;

/**
 * Shows the counters at the top.
 *
 * @param {import('./types.js').Stats} stats
 * @returns {number} texts received per second, smoothed
 */
export function showCounters(stats) {
  const { byStatus } = stats;
  const of = (/** @type {string} */ status) => byStatus[status] ?? 0;
  show('count-received', count(stats.received));
  show('count-delivered', count(of('delivered')));
  show('count-failed', count(of('failed') + of('undelivered')));
  show('count-open', count(of('queued') + of('sending') + of('sent')));
  show('count-replies', count(stats.inbound.received));
  show('count-cost', dollars(stats.totalPriceMicros));
  const inbound = stats.inboundPriceMicros;
  show('count-inbound', inbound === 0 ? '' : `${dollars(inbound)} of it for replies`);
  const rate = rateOf(stats.received);
  show('count-rate', rate < 0.5 ? '' : `${count(Math.round(rate))}/s`);
  return rate;
}

/** @param {number} received */
function rateOf(received) {
  const atMs = performance.now();
  if (last === undefined || received < last.received) {
    last = { atMs, received, rate: 0 };
    return 0;
  }
  const seconds = (atMs - last.atMs) / 1_000;
  if (seconds < 0.2) return last.rate;
  const rate = last.rate + ((received - last.received) / seconds - last.rate) * smoothing;
  last = { atMs, received, rate };
  return rate;
}

/**
 * @param {string} id
 * @param {string} text
 */
function show(id, text) {
  setText(byId(id, HTMLElement), text);
}
