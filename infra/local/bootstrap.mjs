// Runs on any Node >= 18 without dependencies: installs what is missing, then hands over to the pinned Node 24.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartError } from './bootstrap/errors.mjs';
import { handOver } from './bootstrap/hand-over.mjs';
import { ensureInstalled } from './bootstrap/install.mjs';

const oldestNode = 18;
const folder = dirname(fileURLToPath(import.meta.url));
const root = join(folder, '..', '..');

async function main() {
  const [command = '', ...args] = process.argv.slice(2);
  const entry = join(folder, 'src', `${command}.ts`);
  if (command !== 'install' && !['start', 'test', 'reset', 'bench'].includes(command)) {
    throw new StartError(`Unknown command "${command}".`, 'Use start, test, reset, bench or install.');
  }
  if (Number(process.versions.node.split('.')[0]) < oldestNode) {
    throw new StartError(
      `Node ${process.versions.node} is too old; sms-crm starts from Node ${oldestNode} on.`,
      `Install a newer Node (any version from ${oldestNode} on will do) and run this again.`,
    );
  }
  if (!existsSync(join(root, 'pnpm-lock.yaml'))) {
    throw new StartError(
      `pnpm-lock.yaml is missing in ${root}.`,
      'Clone the whole repository and run this in it.',
    );
  }
  await ensureInstalled(root);
  return command === 'install' ? 0 : handOver({ root, entry, args });
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(
      error instanceof StartError ? error.text() : `${error instanceof Error ? error.stack : error}\n`,
    );
    process.exit(1);
  },
);
