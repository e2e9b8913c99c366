import { workspacePackages } from '../workspace.ts';

/** One vitest project: the tests of a package, or the end-to-end tests. */
export type SuiteProject = { name: string; folder: string; include: string[] };

/** Where the end-to-end tests live: beside what starts the product. Those that promise something within seconds get the machine alone. */
const endToEnd: readonly SuiteProject[] = [
  { name: 'e2e', folder: 'infra/local', include: ['e2e/*.test.ts'] },
  { name: 'e2e-alone', folder: 'infra/local', include: ['e2e/alone/*.test.ts'] },
];

/** Every project that `npm test` must run: each package that has vitest, and the end-to-end tests. */
export function suiteProjects(root: string): SuiteProject[] {
  const packages = workspacePackages(root)
    .filter(({ devDependencies }) => 'vitest' in devDependencies)
    .map(({ name, folder }) => ({
      name: name.replace('@sms-crm/', ''),
      folder,
      include: ['test/**/*.test.{ts,tsx}'],
    }));
  return [...packages, ...endToEnd];
}
