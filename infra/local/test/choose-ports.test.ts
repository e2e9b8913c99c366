import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { choosePorts } from '../src/choose-ports.ts';
import type { HttpPorts } from '../src/kept-ports.ts';
import { freePorts } from '../src/ports.ts';
import { processNames } from '../src/process-env.ts';
import { tempFolder } from './kit/temp-folder.ts';

test('an installation whose first start gave way keeps its ports when the usual ones are free', async () => {
  const installation = await newInstallation();
  const leave = await occupy(installation.usual.shortener);
  const first = await installation.start();
  expect(first.http.shortener).not.toBe(installation.usual.shortener);
  await leave();
  expect(await installation.start()).toEqual({ http: first.http, said: [] });
  expect(first.said).toEqual([]);
});

test('a remembered port in use gives way with a line, and is taken again when it is free', async () => {
  const installation = await newInstallation();
  const { http } = await installation.start();
  const leave = await occupy(http.shortener);
  const moved = await installation.start();
  expect({ ...moved.http, shortener: 0 }).toEqual({ ...http, shortener: 0 });
  expect(moved.said).toEqual([
    expect.stringContaining(`Port ${http.shortener} (short links) is in use; ${moved.http.shortener} stands`),
  ]);
  await leave();
  expect(await installation.start()).toEqual({ http, said: [] });
});

test('only the user may read the file', async () => {
  const installation = await newInstallation();
  await installation.start();
  expect(statSync(installation.path).mode & 0o777).toBe(0o600);
});

test.for(['', '{}', '{"web": 3000, "api": 3001, "shortener": 70000, "simulator": 3003}'])(
  'a broken file is refused, not replaced: %j',
  async (text) => {
    const installation = await newInstallation();
    writeFileSync(installation.path, text);
    await expect(installation.start()).rejects.toThrow(/ports\.json cannot be used/);
    expect(readFileSync(installation.path, 'utf8')).toBe(text);
  },
);

/** An installation that has never started; each start chooses ports and gives them back. */
async function newInstallation() {
  const [web = 0, api = 0, shortener = 0, simulator = 0] = await freePorts(4);
  const usual: HttpPorts = { web, api, shortener, simulator };
  const path = join(tempFolder(), 'ports.json');
  const start = async (): Promise<{ http: HttpPorts; said: string[] }> => {
    const said: string[] = [];
    const { ports, release } = await choosePorts({ keptAt: path, usual, say: (line) => said.push(line) });
    await Promise.all(processNames.map(release));
    const http = {
      web: ports.web.http,
      api: ports.api.http,
      shortener: ports.shortener.http,
      simulator: ports.simulator.http,
    };
    return { http, said };
  };
  return { usual, path, start };
}

/** Another program on a port. @returns ends it */
async function occupy(port: number): Promise<() => Promise<void>> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const leave = async () => {
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  };
  onTestFinished(leave);
  return leave;
}
