const grouped = new Intl.NumberFormat('en-US');
const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const clockTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

const zoneName = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' });

/** @param {number} value */
export function count(value) {
  return grouped.format(value);
}

/** @param {number} micros */
export function dollars(micros) {
  return money.format(micros / 1_000_000);
}

/**
 * A phone as people read it: North American ones in groups, short codes as they are.
 *
 * @param {string} phone
 */
export function phoneText(phone) {
  const match = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone);
  return match === null ? phone : `+1 ${match[1]} ${match[2]} ${match[3]}`;
}

/**
 * When something happened on the clock of whoever looks, not on the demo clock: the time today, with the weekday before.
 *
 * @param {string} iso
 */
export function timeText(iso) {
  const at = new Date(iso);
  const isToday = at.toDateString() === new Date().toDateString();
  return (isToday ? clockTime : dayAndTime).format(at);
}

/**
 * The same with the zone of that clock.
 *
 * @param {string} iso
 */
export function zonedTimeText(iso) {
  const zone = zoneName.formatToParts(new Date(iso)).find(({ type }) => type === 'timeZoneName');
  return `${timeText(iso)} ${zone?.value ?? ''}`.trim();
}

/** @type {Readonly<Record<string, string>>} */
const typeWords = {
  'long-code': 'long code',
  'toll-free': 'toll-free',
  'short-code': 'short code',
  '10dlc': '10DLC',
};

/** @param {string | null} type */
export function typeText(type) {
  return type === null ? 'unknown number' : (typeWords[type] ?? type);
}

/**
 * A hue for a phone, the same every time.
 *
 * @param {string} phone
 */
export function hueOf(phone) {
  let hue = 0;
  for (const digit of phone) hue = (hue * 31 + digit.charCodeAt(0)) % 360;
  return hue;
}
