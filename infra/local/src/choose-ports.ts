import { freePortNear, freePorts, usualPorts } from './ports.ts';
import type { Ports } from './process-env.ts';

/** The usual ports where they are free, others where not, and any for the metrics. */
export async function choosePorts(): Promise<Ports> {
  const [web, api, shortener, simulator] = await Promise.all([
    freePortNear(usualPorts.web),
    freePortNear(usualPorts.api),
    freePortNear(usualPorts.shortener),
    freePortNear(usualPorts.simulator),
  ]);
  const [m1 = 0, m2 = 0, m3 = 0, m4 = 0] = await freePorts(4);
  return {
    web: { http: web, metrics: 0 },
    api: { http: api, metrics: m1 },
    shortener: { http: shortener, metrics: m2 },
    simulator: { http: simulator, metrics: m3 },
    sender: { http: 0, metrics: m4 },
  };
}
