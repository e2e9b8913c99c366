/** An account that sends without the product, its number, and what it signs with. */
export const accountSid = 'AC00000000000000000000000000000000';
export const authToken = 'token';
export const senderPhone = '72345';

/** A text as the product makes them, for what sends without it. */
export function sampleText(index: number): {
  to: string;
  from: string;
  body: string;
  statusCallback: string;
  validityPeriod: number;
} {
  const code = index.toString(36).padStart(8, '0');
  return {
    to: `+1415${String(2_000_000 + index)}`,
    from: senderPhone,
    body: `Bench Brand: Hi Name${index}, our spring sale starts today: http://localhost:3003/${code} Reply STOP to opt out`,
    statusCallback: `http://localhost:3001/webhooks/twilio/0123456789abcdef01234567/status?m=00000000-0000-7000-8000-${index.toString(16).padStart(12, '0')}&a=0&e=tmwwjm&s=AAAAAAAAAAAAAAAAAAAAAA#rc=3&rp=all`,
    validityPeriod: 32_000,
  };
}
