import { Gauge, type Registry } from '@sms-crm/runtime/metrics';
import type { Simulator } from './simulator.ts';

/** Shows the simulator's counters as metrics; read when they are asked for. */
export function registerGauges(registry: Registry, simulator: Simulator): void {
  const gauges: readonly [string, string, () => number][] = [
    ['simulator_received', 'Create requests accepted.', () => simulator.stats.received],
    ['simulator_inbound', 'Texts from handsets.', () => simulator.stats.inbound.received],
    ['simulator_callbacks_sent', 'Status callbacks answered with 2xx.', () => simulator.stats.callbacks.sent],
    ['simulator_callbacks_failed', 'Status callbacks given up.', () => simulator.stats.callbacks.failed],
    ['simulator_callbacks_dropped', 'Status callbacks not queued.', () => simulator.stats.callbacks.dropped],
    ['simulator_messages_kept', 'Messages in the log.', () => simulator.log.size],
    ['simulator_steps_pending', 'Steps of messages to come.', () => simulator.steps.pending],
    ['simulator_webhooks_pending', 'Webhooks queued or open.', () => simulator.webhooks.pending],
  ];
  for (const [name, help, read] of gauges) {
    const gauge: Gauge = new Gauge({ name, help, registers: [registry], collect: () => gauge.set(read()) });
  }
}
