const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A count with grouped digits: `12,345`. */
export function formatCount(value: number): string {
  return whole.format(value);
}

/** A count with its noun: `1 contact`, `2,000 contacts`. */
export function formatCountOf(value: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(value)} ${value === 1 ? noun : plural}`;
}

/** Part of a whole: `98.2%`; a dash when the whole is 0; never `100%` or `0%` unless exactly so. */
export function formatShare(part: number, of: number): string {
  if (of === 0) return '–';
  const percent = (part / of) * 100;
  if (percent > 99.9 && percent < 100) return '99.9%';
  if (percent > 0 && percent < 0.1) return '<0.1%';
  return `${Number(percent.toFixed(1))}%`;
}

const units = ['bytes', 'KB', 'MB', 'GB'];

/** A file size, 1 KB = 1,024 bytes: `1.4 MB`. */
export function formatBytes(bytes: number): string {
  const power = Math.min(bytes < 1 ? 0 : Math.floor(Math.log2(bytes) / 10), units.length - 1);
  const value = bytes / 1024 ** power;
  return `${value.toFixed(power === 0 || value >= 100 ? 0 : 1)} ${units[power] ?? ''}`;
}

/** Seconds in words of a person, rounded up, for it stands behind “within”: `8 seconds`, `3 min`, `1 h 20 min`. */
export function formatDuration(seconds: number): string {
  if (seconds <= 59) return formatCountOf(Math.max(1, Math.ceil(seconds)), 'second');
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  const hours = formatCount(Math.floor(minutes / 60));
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
