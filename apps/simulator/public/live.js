import { call, trusted } from './api.js';

/** Pause before the page asks again after the stream was refused, ms. */
const refusedPauseMs = 2_000;

/**
 * @typedef {object} LiveHandlers
 * @property {(update: import('./types.js').Update) => void} onUpdate counters, clock and newest handsets
 * @property {() => void} onThread the watched handset changed
 * @property {() => void} onResync the stream stood still; everything shown may be old
 * @property {(isLive: boolean) => void} onState whether the stream stands
 */

/**
 * Listens to the simulator. A lost stream comes back by itself and asks for a resync.
 *
 * @param {LiveHandlers} handlers
 */
export function listen(handlers) {
  /** @type {EventSource | undefined} */
  let source;
  /** @type {string | undefined} */
  let watched;
  let wasLost = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function open() {
    source?.close();
    clearTimeout(timer);
    const query = watched === undefined ? '' : `?phone=${encodeURIComponent(watched)}`;
    const opened = new EventSource(`/control/events${query}`);
    source = opened;
    opened.addEventListener('open', () => {
      handlers.onState(true);
      if (wasLost) handlers.onResync();
      wasLost = false;
    });
    opened.addEventListener('update', (event) => handlers.onUpdate(trusted(JSON.parse(String(event.data)))));
    opened.addEventListener('thread', () => handlers.onThread());
    opened.addEventListener('error', () => {
      wasLost = true;
      handlers.onState(false);
      if (opened.readyState === EventSource.CLOSED) timer = setTimeout(retry, refusedPauseMs);
    });
  }

  /** A refusal may mean a restarted simulator: a plain call finds out and fetches a new page if so. */
  function retry() {
    call('GET', '/stats').then(open, () => {
      timer = setTimeout(retry, refusedPauseMs);
    });
  }

  open();
  return {
    /** @param {string | undefined} phone */
    watch(phone) {
      if (phone === watched) return;
      watched = phone;
      open();
    },
  };
}
