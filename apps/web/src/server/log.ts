/** Levels of the other processes' logs. */
const levels = { info: 30, error: 50 } as const;

/** Writes one line in the form of the other processes' logs. */
export function log(
  level: keyof typeof levels,
  entry: { msg: string } & Record<string, string | number | null>,
): void {
  const to = level === 'error' ? process.stderr : process.stdout;
  to.write(`${JSON.stringify({ level: levels[level], time: Date.now(), name: 'web', ...entry })}\n`);
}
