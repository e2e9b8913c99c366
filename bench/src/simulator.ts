// How many messages a second one core of the carrier simulator takes, each with two callbacks.
import { waitUntil } from '@sms-crm/local/wait-until';
import { processCpu } from './kit/cpu.ts';
import { simulatorPromises } from './kit/promises.ts';
import { report, say } from './kit/report.ts';
import { Side } from './kit/side.ts';
import { configure, startSimulator } from './kit/simulator.ts';
import { verdict } from './kit/verdict.ts';
import { floorResult } from './programs/floor-order.ts';
import { receiverState } from './programs/receiver-order.ts';

const quick = process.argv.includes('--quick');
const texts = quick ? 1_000 : 50_000;
const warmUpTexts = quick ? 200 : 10_000;
const open = 50;

const client = new Side('floor');
const receiver = new Side('receiver');
const { program, url } = await startSimulator(4 * texts);
try {
  await run(warmUpTexts, ['sent', 'delivered']);
  const silent = await run(texts, []);
  say('create requests', silent);
  const told = await run(texts, ['sent', 'delivered']);
  say('create requests with two callbacks', told);
  const figures = {
    create_micros: silent.micros,
    callback_micros: (told.micros - silent.micros) / 2,
    per_core: 1e6 / told.micros,
  };
  say('of its core, microseconds; messages a second of one core', figures);
  const ratios = { of_5000_per_core: figures.per_core / 5_000 };
  report('simulator', { ratios, figures: { texts, ...figures, silent, told } });
  process.exitCode = verdict(simulatorPromises, ratios);
} finally {
  await Promise.all([program.end('SIGKILL'), client.end(), receiver.end()]);
}
process.exit();

/** Gives the simulator texts, and waits for the last callback. CPU time is the simulator's, microseconds a text. */
async function run(
  texts: number,
  callbackStatuses: readonly string[],
): Promise<{ perSecond: number; micros: number }> {
  await configure(url, { callbackStatuses });
  const { port } = await receiver.ask({ reset: true }, receiverState);
  const statusCallback = `http://127.0.0.1:${port}/status`;
  const before = processCpu(program.pid);
  const startedAt = performance.now();
  await client.ask({ client: 'bare', baseUrl: url, open, texts, statusCallback }, floorResult);
  await untilReceived(callbackStatuses.length * texts);
  const seconds = (performance.now() - startedAt) / 1_000;
  return { perSecond: texts / seconds, micros: (processCpu(program.pid) - before) / texts };
}

async function untilReceived(count: number): Promise<void> {
  const enough = async () => {
    const { received } = await receiver.ask({}, receiverState);
    if (received < count) throw new Error(`${received} of ${count} callbacks came`);
  };
  await waitUntil(enough, { what: 'the last callback', deadlineMs: 120_000, everyMs: 20 });
}
