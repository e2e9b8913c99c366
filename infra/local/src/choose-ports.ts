import { keepPorts, readKeptPorts, type HttpPorts } from './kept-ports.ts';
import { holdPort, holdPortNear } from './ports.ts';
import type { Ports, ProcessName } from './process-env.ts';

/** The ports a newcomer knows; another is taken when one is in use. */
const usualPorts: HttpPorts = { web: 3000, api: 3001, shortener: 3002, simulator: 3003 };

const titles: Record<keyof HttpPorts, string> = {
  web: 'admin UI',
  api: 'API',
  shortener: 'short links',
  simulator: 'virtual handsets',
};

/** Ports, and how each is given to its program. */
type Chosen = { ports: Ports; release: (name: ProcessName) => Promise<void> };

/**
 * The ports this installation took first, which are in the links of its texts; before that the usual ones;
 * others where these are in use, and any for the metrics. Each stays ours until it is released for its
 * program: the start takes a while, and others start too.
 *
 * @param options.keptAt the file that remembers them
 * @param options.say told which remembered port is in use
 * @throws StartError when that file cannot be understood
 */
export async function choosePorts(options: {
  keptAt: string;
  say: (line: string) => void;
  usual?: HttpPorts;
}): Promise<Chosen> {
  const kept = readKeptPorts(options.keptAt);
  const chosen = await holdAll(kept ?? options.usual ?? usualPorts);
  const { web, api, shortener, simulator } = chosen.ports;
  const now = { web: web.http, api: api.http, shortener: shortener.http, simulator: simulator.http };
  if (kept === undefined) keepPorts(options.keptAt, now);
  else changes(kept, now).forEach(options.say);
  return chosen;
}

async function holdAll(wanted: HttpPorts): Promise<Chosen> {
  const [web, api, shortener, simulator, ...metrics] = await Promise.all([
    holdPortNear(wanted.web),
    holdPortNear(wanted.api),
    holdPortNear(wanted.shortener),
    holdPortNear(wanted.simulator),
    holdPort(),
    holdPort(),
    holdPort(),
    holdPort(),
    holdPort(),
  ]);
  const [webMetrics, apiMetrics, shortenerMetrics, simulatorMetrics, senderMetrics] = metrics;
  const held = {
    web: [web, webMetrics],
    api: [api, apiMetrics],
    shortener: [shortener, shortenerMetrics],
    simulator: [simulator, simulatorMetrics],
    sender: [senderMetrics],
  };
  const ports: Ports = {
    web: { http: web.port, metrics: webMetrics.port },
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

function changes(kept: HttpPorts, now: HttpPorts): string[] {
  return (['web', 'api', 'shortener', 'simulator'] as const)
    .filter((name) => kept[name] !== now[name])
    .map((name) => {
      const consequence =
        name === 'shortener' ? '; links in earlier texts work again once it is free at a start' : '';
      return `  ! Port ${kept[name]} (${titles[name]}) is in use; ${now[name]} stands in for it this time${consequence}.`;
    });
}
