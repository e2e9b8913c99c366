// Checks that links between documents lead somewhere; part of `pnpm verify`.
import { realpathSync } from 'node:fs';
import { checkDocLinks } from './doc-links/check-doc-links.ts';
import { root } from './paths.ts';

const findings = checkDocLinks(realpathSync.native(root));
for (const finding of findings) process.stdout.write(`${finding}\n`);
process.exit(findings.length === 0 ? 0 : 1);
