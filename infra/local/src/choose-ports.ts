import { holdPort, holdPortNear } from './ports.ts';
import type { Ports, ProcessName } from './process-env.ts';

/** The ports a newcomer knows; another is taken when one is in use. */
const usualPorts = { web: 3000, api: 3001, shortener: 3002, simulator: 3003 };

/**
 * The usual ports where they are free, others where not, and any for the metrics. Each stays ours until
 * it is released for its program: the start takes a while, and others start too.
 */
export async function choosePorts(): Promise<{
  ports: Ports;
  release: (name: ProcessName) => Promise<void>;
}> {
  const [web, api, shortener, simulator, ...metrics] = await Promise.all([
    holdPortNear(usualPorts.web),
    holdPortNear(usualPorts.api),
    holdPortNear(usualPorts.shortener),
    holdPortNear(usualPorts.simulator),
    holdPort(),
    holdPort(),
    holdPort(),
    holdPort(),
  ]);
  const [apiMetrics, shortenerMetrics, simulatorMetrics, senderMetrics] = metrics;
  const held = {
    web: [web],
    api: [api, apiMetrics],
    shortener: [shortener, shortenerMetrics],
    simulator: [simulator, simulatorMetrics],
    sender: [senderMetrics],
  };
  const ports: Ports = {
    web: { http: web.port, metrics: 0 },
    api: { http: api.port, metrics: apiMetrics.port },
    shortener: { http: shortener.port, metrics: shortenerMetrics.port },
    simulator: { http: simulator.port, metrics: simulatorMetrics.port },
    sender: { http: 0, metrics: senderMetrics.port },
  };
  const release = async (name: ProcessName) => {
    await Promise.all(held[name].map((one) => one.release()));
  };
  return { ports, release };
}
