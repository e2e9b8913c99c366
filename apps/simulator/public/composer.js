import { call } from './api.js';
import { byId, element, setText } from './element.js';
import { phoneText, typeText } from './format.js';

/** @typedef {import('./types.js').Thread} Thread */

const form = byId('composer', HTMLFormElement);
const input = byId('reply', HTMLTextAreaElement);
const target = byId('reply-to', HTMLSelectElement);
const line = byId('reply-line', HTMLElement);

/** @type {string | undefined} */
let phone;

/**
 * Lets the person answer from the handset.
 *
 * @param {(message: string) => void} say
 */
export function startComposer(say) {
  /** @param {string} body */
  const send = async (body) => {
    if (phone === undefined || target.value === '' || body === '') return false;
    try {
      await call('POST', '/inbound', { from: phone, to: target.value, body });
      return true;
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
      return false;
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const body = input.value;
    void send(body).then((isSent) => {
      if (isSent && input.value === body) clear();
    });
  });
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  input.addEventListener('input', grow);
  for (const button of form.querySelectorAll('button[data-reply]')) {
    button.addEventListener('click', () => void send(button.getAttribute('data-reply') ?? ''));
  }
}

/** @param {Thread} thread */
export function showReplyTo(thread) {
  const isOther = phone !== thread.phone;
  phone = thread.phone;
  if (isOther) clear();
  const wanted = isOther ? '' : target.value;
  const numbers = thread.numbers.map(({ phone: number }) => number);
  if ([...target.options].map(({ value }) => value).join(' ') !== numbers.join(' ')) {
    target.replaceChildren(
      ...thread.numbers.map((number) =>
        element('option', { value: number.phone }, `${phoneText(number.phone)} · ${typeText(number.type)}`),
      ),
    );
    if (numbers.includes(wanted)) target.value = wanted;
  }
  target.hidden = numbers.length < 2;
  const only = thread.numbers[0];
  line.hidden = numbers.length !== 1;
  setText(line, only === undefined ? '' : `to ${phoneText(only.phone)} · ${typeText(only.type)}`);
}

function clear() {
  input.value = '';
  grow();
}

/** The box grows with its text, up to what the style allows. */
function grow() {
  input.style.height = 'auto';
  input.style.height = `${input.scrollHeight}px`;
}
