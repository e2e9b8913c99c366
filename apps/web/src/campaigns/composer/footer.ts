import type { Campaign } from '@sms-crm/contracts/campaigns';

const optOutWords = 'Reply STOP to opt out';
const optOutPattern = /\b(reply|text|txt|send)\W{1,3}stop\b/i;

export type FooterChoice = Pick<Campaign, 'addBrand' | 'addOptOut'>;

/** What the sender adds to a first marketing text: the brand unless it is named, how to opt out unless it is told. */
export function withFooter(text: string, choice: FooterChoice, brandName: string): string {
  if (text === '') return '';
  const brand = brandName.trim();
  const named = text.toLowerCase().includes(brand.toLowerCase());
  const signed = choice.addBrand && !named ? `${brand}: ${text}` : text;
  return choice.addOptOut && !optOutPattern.test(signed) ? `${signed}\n${optOutWords}` : signed;
}
