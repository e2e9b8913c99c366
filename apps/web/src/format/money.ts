const microsPerDollar = 1_000_000;

const cents = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const fine = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 2,
  maximumFractionDigits: 4,
});

/** Micro-dollars with their currency: `$12.40 USD`; amounts below a dollar keep four digits: `$0.0079 USD`. */
export function formatMoney(micros: number): string {
  const dollars = micros / microsPerDollar;
  const small = dollars !== 0 && Math.abs(dollars) < 1;
  return `${(small ? fine : cents).format(dollars)} USD`;
}
