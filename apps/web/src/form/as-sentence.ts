/** `not a phone number` → `Not a phone number.` */
export function asSentence(words: string): string {
  const text = words.trim();
  if (text === '') return text;
  const ended = /[.!?…][”"’)]?$/.test(text) ? text : `${text}.`;
  return ended.charAt(0).toUpperCase() + ended.slice(1);
}
