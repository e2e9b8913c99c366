/** The lowest id made in this millisecond: ids begin with their time (UUIDv7). */
export function firstIdAt(ms: number): string {
  return `${timeOf(ms)}-7000-8000-000000000000`;
}

/** The highest one. */
export function lastIdAt(ms: number): string {
  return `${timeOf(ms)}-7fff-bfff-ffffffffffff`;
}

/** When this id was made, ms since 1970. */
export function timeOfId(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

function timeOf(ms: number): string {
  const hex = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
}
