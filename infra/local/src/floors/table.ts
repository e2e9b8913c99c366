/** Where a package stands: what it may import of the workspace, and what it must never import. */
export type Floor = {
  /** The package's name, or the folder of several, ending in `/*`. */
  of: string;
  mayImport: readonly string[];
  never: readonly string[];
};

const scope = '@sms-crm/';
const queueOnly = ['bullmq'];
const carriersOnly = ['twilio'];

const ground = ['contracts', 'runtime'];
const stores = [...ground, 'db', 'queue'];
const rules = [...stores, 'domain'];
const vendors = [...rules, 'carriers'];

/** The layout of the product, from the ground up; a package may import only what stands below it. */
const floors: readonly Floor[] = [
  floor('packages/contracts', [], [...queueOnly, ...carriersOnly]),
  floor('packages/runtime', [], [...queueOnly, ...carriersOnly]),
  floor('packages/db', ground, [...queueOnly, ...carriersOnly]),
  floor('packages/queue', ground, carriersOnly),
  floor('packages/domain', stores, ['fastify', 'next', 'ioredis', ...queueOnly, ...carriersOnly]),
  floor('packages/carriers', rules, queueOnly),
  floor('apps/api', vendors, [...queueOnly, ...carriersOnly]),
  floor('apps/web', ['contracts'], [...queueOnly, ...carriersOnly, 'pg', 'ioredis', 'fastify']),
  floor('apps/simulator', ['runtime'], [...queueOnly, 'pg']),
  floor('worker/*', vendors, [...queueOnly, ...carriersOnly]),
  floor('infra/*', 'all', []),
  floor('bench', 'all', []),
];

/** The floor a folder belongs to. */
export function floorOf(folder: string, table: readonly Floor[] = floors): Floor | undefined {
  return table.find(({ of }) => of === folder || (of.endsWith('/*') && folder.startsWith(of.slice(0, -1))));
}

/** Whether a floor may import a package of the workspace. */
export function mayImport(found: Floor, workspaceName: string): boolean {
  return found.mayImport.includes('all') || found.mayImport.includes(workspaceName.replace(scope, ''));
}

function floor(of: string, imports: readonly string[] | 'all', never: readonly string[]): Floor {
  return { of, mayImport: imports === 'all' ? ['all'] : imports, never };
}
