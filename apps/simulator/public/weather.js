import { call, read } from './api.js';
import { byId, element, setText } from './element.js';
import { count, phoneText, typeText } from './format.js';

const dialog = byId('carrier', HTMLDialogElement);
const opener = byId('carrier-open', HTMLButtonElement);
const strip = byId('faults', HTMLElement);
const rules = byId('rules', HTMLUListElement);
const numbers = byId('numbers', HTMLUListElement);
const problem = byId('carrier-problem', HTMLElement);

/** Longest list of rules and numbers shown. */
const mostShown = 50;

/** @type {Readonly<Record<string, string>>} */
const names = { calm: 'Calm', slow: 'Slow', storm: 'Storm', outage: 'Outage' };

/** @type {Readonly<Record<string, string>>} */
const kinds = {
  refuse: 'Requests refused',
  'server-error': 'Requests answered by an error',
  delay: 'Answers withheld',
  reset: 'Connections cut',
  'callback-lost': 'Callbacks lost',
  'callback-duplicate': 'Callbacks doubled',
  'callback-late': 'Callbacks late',
  'callback-reorder': 'Callbacks out of order',
  'callback-forged': 'Callbacks signed wrong',
  'callback-early': 'Callbacks before the answer',
};

/** @type {Readonly<Record<string, string>>} */
const registrations = { pending: 'registration pending', suspended: 'suspended', none: 'not registered' };

/** The state shown last, so that an open dialog is read anew only when something changed. */
let shown = '';

/**
 * Shows how well the carrier works, and lets it be changed.
 *
 * @param {(message: string) => void} say tells the person what went wrong
 */
export function startWeather(say) {
  /** @param {string} weather */
  const set = (weather) => {
    call('PUT', '/weather', { weather }).then(refresh, (/** @type {unknown} */ error) => {
      say(error instanceof Error ? error.message : String(error));
    });
  };
  opener.addEventListener('click', () => {
    dialog.showModal();
    refresh();
  });
  byId('carrier-close', HTMLButtonElement).addEventListener('click', () => dialog.close());
  byId('faults-calm', HTMLButtonElement).addEventListener('click', () => set('calm'));
  for (const radio of radios()) radio.addEventListener('change', () => set(radio.value));
}

/** @param {import('./types.js').Update} update */
export function showWeather({ weather, faults }) {
  const name = names[weather] ?? weather;
  setText(opener, name);
  opener.setAttribute('aria-label', `The carrier’s weather: ${name}`);
  opener.dataset['weather'] = weather;
  strip.hidden = weather === 'calm' && faults === 0;
  byId('faults-calm', HTMLButtonElement).hidden = weather === 'calm';
  const rulesText = faults === 1 ? 'one rule is' : `${count(faults)} rules are`;
  const rest = faults === 0 ? 'texts take longer than usual.' : `${rulesText} in force.`;
  setText(byId('faults-text', HTMLElement), `The carrier has a bad day (${name.toLowerCase()}): ${rest}`);
  for (const radio of radios()) radio.checked = radio.value === weather;
  const state = `${weather} ${faults}`;
  if (dialog.open && state !== shown) refresh();
  shown = state;
}

/** @returns {HTMLInputElement[]} */
function radios() {
  return [...dialog.querySelectorAll('input')].filter(({ name }) => name === 'weather');
}

function refresh() {
  load().catch((/** @type {unknown} */ error) => {
    setText(problem, error instanceof Error ? error.message : String(error));
  });
}

async function load() {
  /** @type {{ items: import('./types.js').Rule[] }} */
  const faults = await read('/faults');
  /** @type {{ items: import('./types.js').Account[] }} */
  const accounts = await read('/accounts');
  setText(problem, '');
  rules.replaceChildren(...faults.items.slice(0, mostShown).map(ruleLine));
  byId('rules-empty', HTMLElement).hidden = faults.items.length > 0;
  const all = accounts.items.flatMap((account) => account.numbers);
  numbers.replaceChildren(...all.slice(0, mostShown).map(numberLine));
  byId('numbers-empty', HTMLElement).hidden = all.length > 0;
}

/** @param {import('./types.js').Rule} rule */
function ruleLine({ kind, probability, struck }) {
  const share = probability < 1 ? ` · ${Math.round(probability * 100)} in 100` : '';
  return element(
    'li',
    {},
    element('span', {}, `${kinds[kind] ?? kind}${share}`),
    element('small', {}, `${count(struck)} so far`),
  );
}

/** @param {import('./types.js').AccountNumber} number */
function numberLine({ phone, type, rateParts, queuedParts, registration }) {
  const facts = [
    registrations[registration],
    rateParts === null ? undefined : `${rateParts} parts/s`,
    queuedParts > 0 ? `${count(queuedParts)} parts wait` : undefined,
  ].filter((fact) => fact !== undefined);
  return element(
    'li',
    {},
    element('span', {}, `${phoneText(phone)} · ${typeText(type)}`),
    element('small', {}, facts.length > 0 ? facts.join(' · ') : 'sends at once'),
  );
}
