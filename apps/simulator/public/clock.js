import { call, trusted } from './api.js';
import { byId, setText } from './element.js';

const minutesPerDay = 1_440;

/** @type {{ clock: import('./types.js').Clock, atMs: number } | undefined} */
let reading;

/**
 * Shows the recipients' clock and lets it be moved.
 *
 * @param {(message: string) => void} say tells the person what went wrong
 */
export function startClock(say) {
  const input = byId('clock-input', HTMLInputElement);
  /** @param {object} change */
  const move = (change) => {
    call('PUT', '/clock', change).then((clock) => showClock(trusted(clock)), sayError(say));
  };
  byId('clock-back', HTMLButtonElement).addEventListener('click', () => move({ addMinutes: -60 }));
  byId('clock-on', HTMLButtonElement).addEventListener('click', () => move({ addMinutes: 60 }));
  input.addEventListener('change', () => {
    if (input.value !== '') move({ time: input.value });
  });
  setInterval(render, 1_000);
}

/** @param {import('./types.js').Clock} clock */
export function showClock(clock) {
  reading = { clock, atMs: performance.now() };
  render();
}

function render() {
  if (reading === undefined) return;
  const { clock, atMs } = reading;
  const passed = clock.running ? Math.floor((performance.now() - atMs) / 60_000) : 0;
  const minutes = (clock.minutesOfDay + passed) % minutesPerDay;
  const time = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  const input = byId('clock-input', HTMLInputElement);
  if (document.activeElement !== input && input.value !== time) input.value = time;
  setText(byId('phone-time', HTMLElement), time);
  document.body.dataset['night'] = String(minutes < 7 * 60 || minutes >= 20 * 60);
}

/** @param {number} value */
function two(value) {
  return String(value).padStart(2, '0');
}

/** @param {(message: string) => void} say */
function sayError(say) {
  return (/** @type {unknown} */ error) => say(error instanceof Error ? error.message : String(error));
}
