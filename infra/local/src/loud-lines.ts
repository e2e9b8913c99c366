import { styleText } from 'node:util';
import { z } from 'zod';

/** pino's number for warnings; what is below stays in the log file. */
const warnLevel = 40;
const errorLevel = 50;
/** Longest line shown, characters; the log has the whole. */
const lineLimit = 500;

const logLine = z.object({
  level: z.number(),
  msg: z.string().default(''),
  err: z.object({ message: z.string() }).optional(),
});

/** What of a program's log belongs on the terminal: warnings, errors, and lines that are not log lines but look like them. */
export function loudLines(name: string, lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const shown = lineToShow(line);
    if (shown === undefined) return [];
    const prefix = styleText(shown.error ? 'red' : 'yellow', name.padEnd(10));
    return [`  ${prefix} ${shown.text.slice(0, lineLimit)}`];
  });
}

function lineToShow(line: string): { text: string; error: boolean } | undefined {
  const parsed = parse(line);
  if (parsed === undefined) {
    return /error|warn|⨯|⚠/i.test(line) ? { text: line, error: true } : undefined;
  }
  if (parsed.level < warnLevel) return undefined;
  const cause = parsed.err === undefined ? '' : `: ${parsed.err.message}`;
  return { text: `${parsed.msg}${cause}`, error: parsed.level >= errorLevel };
}

function parse(line: string): z.infer<typeof logLine> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return logLine.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
