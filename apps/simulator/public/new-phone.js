import { call, read } from './api.js';
import { byId, element, setText } from './element.js';
import { phoneText, typeText } from './format.js';

const dialog = byId('new-phone', HTMLDialogElement);
const form = byId('new-phone-form', HTMLFormElement);
const phone = byId('new-phone-phone', HTMLInputElement);
const number = byId('new-phone-number', HTMLSelectElement);
const body = byId('new-phone-body', HTMLInputElement);
const problem = byId('new-phone-problem', HTMLElement);

/** Lets a phone that got no text yet write the first one. */
export function startNewPhone() {
  for (const button of document.querySelectorAll('[data-opens="new-phone"]')) {
    button.addEventListener('click', () => void open());
  }
  byId('new-phone-cancel', HTMLButtonElement).addEventListener('click', () => dialog.close());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
}

async function open() {
  setText(problem, '');
  phone.value = `+121255501${String(Math.floor(Math.random() * 100)).padStart(2, '0')}`;
  dialog.showModal();
  phone.select();
  try {
    /** @type {import('./types.js').Page<import('./types.js').Account>} */
    const { items } = await read('/accounts');
    const numbers = items.flatMap((account) => account.numbers);
    number.replaceChildren(
      ...numbers.map((known) =>
        element('option', { value: known.phone }, `${phoneText(known.phone)} · ${typeText(known.type)}`),
      ),
    );
    if (numbers.length === 0) setText(problem, 'No account has a number yet; start sms-crm or register one.');
  } catch (error) {
    setText(problem, error instanceof Error ? error.message : String(error));
  }
}

async function submit() {
  const from = phone.value.replaceAll(/[\s().-]/g, '');
  try {
    await call('POST', '/inbound', { from, to: number.value, body: body.value });
    dialog.close();
    location.hash = from;
  } catch (error) {
    setText(problem, error instanceof Error ? error.message : String(error));
  }
}
