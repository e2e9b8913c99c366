import type { ProcessName } from '../../src/process-env.ts';
import type { Lab } from './lab.ts';

/** What a program of a lab tells about itself; the first line that begins so. @throws Error when it tells no such thing */
export async function readMetric(lab: Lab, of: ProcessName, beginning: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${lab.setup.ports[of].metrics}/metrics`, {
    signal: AbortSignal.timeout(20_000),
  });
  const line = (await answer.text()).split('\n').find((text) => text.startsWith(beginning));
  if (line === undefined) throw new Error(`${of} does not tell ${beginning}`);
  return Number(line.slice(line.lastIndexOf(' ')));
}
