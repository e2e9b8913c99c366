import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const manifest = z.object({
  name: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

/** One package of the workspace. */
export type WorkspacePackage = z.infer<typeof manifest> & {
  /** Its folder from the root, with forward slashes, e.g. `packages/db`. */
  folder: string;
};

/** All packages that `pnpm-workspace.yaml` names, in the order of their folders. */
export function workspacePackages(root: string): WorkspacePackage[] {
  return workspaceGlobs(root)
    .flatMap((glob) => expand(root, glob))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .toSorted()
    .map((folder) => ({ ...readManifest(join(root, folder)), folder }));
}

/** The manifest of one folder. @throws Error when it is malformed */
function readManifest(folder: string): z.infer<typeof manifest> {
  return manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
}

/** The list under `packages:`; only `folder` and `folder/*` occur there. */
function workspaceGlobs(root: string): string[] {
  const text = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const list = /^packages:\n((?: +- .*\n)+)/m.exec(text)?.[1] ?? '';
  return [...list.matchAll(/- ["']?([^"'\n]+)/g)].map((match) => match[1] ?? '');
}

function expand(root: string, glob: string): string[] {
  if (!glob.endsWith('/*')) return [glob];
  const parent = glob.slice(0, -2);
  if (!existsSync(join(root, parent))) return [];
  return readdirSync(join(root, parent)).map((name) => `${parent}/${name}`);
}
