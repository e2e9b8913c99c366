// Checks what each package depends on and imports against the layout; part of `pnpm verify`.
import { checkFloors } from './floors/check-floors.ts';
import { root } from './paths.ts';

const findings = checkFloors(root);
for (const finding of findings) process.stdout.write(`${finding}\n`);
if (findings.length > 0)
  process.stdout.write(`\n${findings.length} findings; the layout is described in docs.\n`);
process.exit(findings.length === 0 ? 0 : 1);
