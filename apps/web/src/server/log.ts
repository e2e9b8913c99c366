/** 30 is information, 50 an error. */
type Level = 30 | 50;

/** One line in the form of the other processes' logs. */
export function log(level: Level, entry: { msg: string } & Record<string, string | number | null>): void {
  const to = level === 50 ? process.stderr : process.stdout;
  to.write(`${JSON.stringify({ level, time: Date.now(), name: 'web', ...entry })}\n`);
}
