import { expect, test } from 'vitest';
import { checkFloors } from '../src/floors/check-floors.ts';
import { root } from '../src/paths.ts';
import { tempTree } from './kit/temp-folder.ts';

type Manifest = { dependencies?: Record<string, string>; devDependencies?: Record<string, string> };

const workspace = 'workspace:*';

test('the product itself stands on its floors', () => {
  expect(checkFloors(root)).toEqual([]);
});

test('a tree that keeps the rules has no findings', () => {
  const findings = check({
    ...manifest('packages/db', { dependencies: { '@sms-crm/contracts': workspace, pg: '8' } }),
    'packages/db/src/pool.ts': `import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { Phone } from '@sms-crm/contracts/scalars';
import { other } from './other.ts';
export const pool = [pg, readFile, other] satisfies unknown[] as Phone[];`,
    'packages/db/src/other.ts': `export const other = 'import { x } from "bullmq"';`,
  });
  expect(findings).toEqual([]);
});

test.for<[string, Record<string, string>, RegExp]>([
  [
    'a dependency on a higher floor',
    manifest('packages/db', { dependencies: { '@sms-crm/domain': workspace } }),
    /^packages\/db\/package\.json: depends on @sms-crm\/domain; packages\/db may import .* only contracts, runtime$/,
  ],
  [
    'an import from a higher floor',
    { 'packages/contracts/src/a.ts': `import type { Ctx } from '@sms-crm/domain/context';` },
    /^packages\/contracts\/src\/a\.ts:1: imports @sms-crm\/domain\/context; .* only no other package$/,
  ],
  [
    'a dynamic import from a higher floor',
    { 'packages/contracts/src/a.ts': `export const a = await\n  import('@sms-crm/domain/context');` },
    /^packages\/contracts\/src\/a\.ts:2: imports @sms-crm\/domain\/context;/,
  ],
  [
    'an export from a higher floor',
    { 'packages/contracts/src/a.ts': `export const b = 1;\nexport { a } from '@sms-crm/domain/a';` },
    /^packages\/contracts\/src\/a\.ts:2: imports @sms-crm\/domain\/a;/,
  ],
  [
    'the web importing more than contracts',
    { 'apps/web/app/page.tsx': `import { a } from '@sms-crm/domain/a';\nexport default () => <p>{a}</p>;` },
    /^apps\/web\/app\/page\.tsx:1: .* only contracts$/,
  ],
  [
    'the simulator importing the rules',
    { 'apps/simulator/src/a.ts': `import { a } from '@sms-crm/domain/a';\nexport const b = a;` },
    /^apps\/simulator\/src\/a\.ts:1: .* only runtime$/,
  ],
  [
    'a queue outside of the queue package',
    {
      ...manifest('worker/sender', { dependencies: { bullmq: '6' } }),
      'worker/sender/src/a.ts': `export const b = 1;`,
    },
    /^worker\/sender\/package\.json: depends on bullmq; worker\/\* never imports bullmq$/,
  ],
  [
    'a web framework in the domain',
    { 'packages/domain/src/a.ts': `import type { X } from '@fastify/cors';\nexport type Y = X;` },
    /^packages\/domain\/src\/a\.ts:1: imports @fastify\/cors; packages\/domain never imports fastify$/,
  ],
  [
    'a package that is not declared',
    { 'packages/domain/src/a.ts': `import left from 'left-pad';\nexport const b = left;` },
    /^packages\/domain\/src\/a\.ts:1: imports left-pad; it is not declared/,
  ],
  [
    'a development dependency at run time',
    {
      ...manifest('packages/domain', { devDependencies: { 'fast-check': '4' } }),
      'packages/domain/src/a.ts': `import fc from 'fast-check';\nexport const b = fc;`,
      'packages/domain/test/a.test.ts': `import fc from 'fast-check';\nexport const b = fc;`,
    },
    /^packages\/domain\/src\/a\.ts:1: imports fast-check; it is only a development dependency/,
  ],
  [
    'a relative path into another package',
    { 'packages/domain/src/a.ts': `import { b } from '../../db/src/b.ts';\nexport const c = b;` },
    /^packages\/domain\/src\/a\.ts:1: imports \.\.\/\.\.\/db\/src\/b\.ts; it is outside of the package/,
  ],
  [
    'a barrel',
    { 'packages/domain/src/index.ts': `export * from './a.ts';\nexport { b } from './b.ts';` },
    /^packages\/domain\/src\/index\.ts:1: only hands on/,
  ],
  [
    'a silenced checker',
    { 'packages/domain/src/a.ts': `export const a = 1;\n// oxlint-disable-next-line\nexport const b = 2;` },
    /^packages\/domain\/src\/a\.ts:2: silences a checker/,
  ],
  ['a package without a floor', manifest('packages/extras', {}), /^packages\/extras: stands on no floor/],
])('%s is found', ([, files, finding]) => {
  const findings = check(files);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatch(finding);
});

/** Checks a workspace of empty packages with these files put into it. */
function check(files: Record<string, string>): string[] {
  const names = ['contracts', 'runtime', 'db', 'queue', 'domain', 'carriers'].map(
    (name) => `packages/${name}`,
  );
  const folders = [...names, 'apps/api', 'apps/web', 'apps/simulator', 'worker/sender'];
  const empty = Object.fromEntries(folders.flatMap((folder) => Object.entries(manifest(folder, {}))));
  const globs = ['apps/*', 'worker/*', 'packages/*'].map((glob) => `  - ${glob}\n`).join('');
  return checkFloors(tempTree({ 'pnpm-workspace.yaml': `packages:\n${globs}`, ...empty, ...files }));
}

function manifest(folder: string, content: Manifest): Record<string, string> {
  const name = `@sms-crm/${folder.split('/')[1]}`;
  return { [`${folder}/package.json`]: JSON.stringify({ name, ...content }) };
}
