import { join, resolve } from 'node:path';

/** The repository's root folder. */
export const root = resolve(import.meta.dirname, '..', '..', '..');

/** Where one installation on this machine keeps everything it writes. */
export type Places = {
  folder: string;
  postgres: string;
  redis: string;
  logs: string;
  secrets: string;
  local: string;
  ports: string;
  startLock: string;
  processList: string;
};

/** The places below `.data`, or below the folder that `SMS_CRM_DATA_DIR` names. */
export function placesOf(env: NodeJS.ProcessEnv): Places {
  return placesBelow(env['SMS_CRM_DATA_DIR'] ?? join(root, '.data'));
}

/** The places below one folder. */
export function placesBelow(folder: string): Places {
  const absolute = resolve(folder);
  return {
    folder: absolute,
    postgres: join(absolute, 'postgres'),
    redis: join(absolute, 'redis'),
    logs: join(absolute, 'logs'),
    secrets: join(absolute, 'secrets.json'),
    local: join(absolute, 'local.json'),
    ports: join(absolute, 'ports.json'),
    startLock: join(absolute, 'start.lock'),
    processList: join(absolute, 'processes.json'),
  };
}
