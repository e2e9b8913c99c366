import { call } from './api.js';
import { showClock, startClock } from './clock.js';
import { startComposer } from './composer.js';
import { showCounters } from './counters.js';
import { byId, setText } from './element.js';
import { refreshHandset, showHandset } from './handset.js';
import { listen } from './live.js';
import { startNewPhone } from './new-phone.js';
import { showWeather, startWeather } from './weather.js';
import { mergeThreads, reloadThreads, selectThread, startThreadList } from './thread-list.js';

const toast = byId('toast', HTMLElement);
const connection = byId('connection', HTMLElement);
const held = byId('held', HTMLElement);
/** @type {ReturnType<typeof setTimeout> | undefined} */
let toastTimer;

/** @param {string} message */
function say(message) {
  setText(toast, message);
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    toast.hidden = true;
  }, 6_000);
}

/** @param {unknown} error */
function report(error) {
  say(error instanceof Error ? error.message : String(error));
}

const live = listen({
  onUpdate: (update) => {
    const rate = showCounters(update.stats);
    showClock(update.clock);
    held.hidden = !update.holdDelivery;
    showWeather(update);
    mergeThreads(update.threads, rate);
  },
  onThread: () => void refreshHandset().catch(report),
  onResync: () => {
    reloadThreads().catch(report);
    refreshHandset().catch(report);
  },
  onState: (isLive) => {
    connection.dataset['live'] = String(isLive);
    setText(connection, isLive ? 'Live' : 'Reconnecting…');
  },
});

/** The address's fragment names the handset, so the browser's back button leads back to the list. */
function route() {
  const name = decodeURIComponent(location.hash.slice(1));
  const phone = /^\+\d{7,15}$/.test(name) ? name : undefined;
  live.watch(phone);
  selectThread(phone);
  showHandset(phone).catch(report);
}

startThreadList(say);
startComposer(say);
startClock(say);
startNewPhone();
startWeather(say);
byId('release', HTMLButtonElement).addEventListener('click', () => {
  call('PUT', '/config', { holdDelivery: false }).catch(report);
});
byId('skip', HTMLAnchorElement).addEventListener('click', (event) => {
  event.preventDefault();
  byId('stage', HTMLElement).focus();
});
window.addEventListener('hashchange', route);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') refreshHandset().catch(report);
});
reloadThreads().catch(report);
route();
