import type { Simulator } from '../simulator.ts';

/** The counters with what is open now, as the control API and the page show them. */
export function showStats(simulator: Simulator) {
  const { stats, log, threads, blocks, webhooks, held, steps } = simulator;
  return {
    ...stats,
    totalPriceMicros: stats.outboundPriceMicros + stats.inboundPriceMicros,
    kept: { messages: log.size, threads: threads.size, blocks: blocks.size, dropped: log.dropped },
    open: { steps: steps.pending, held: held.size, webhooks: webhooks.pending },
  };
}
