import { spawnSync } from 'node:child_process';
import { copyFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../src/paths.ts';
import { tempTree } from './kit/temp-folder.ts';

test('the lint rules find what the layout forbids', () => {
  const found = lint({
    'packages/domain/src/a.ts': `import { b } from './b.ts';\nexport const a = (): unknown => b;`,
    'packages/domain/src/b.ts': `import { a } from './a.ts';\nexport const b = (): unknown => a;`,
    'packages/domain/src/env.ts': `export const port = process.env['PORT'];`,
    'packages/domain/src/any.ts': `export const x = (y: any): unknown => y;`,
    'packages/domain/src/floating.ts': `export function f(): void {\n  Promise.resolve();\n}`,
    'packages/domain/src/null.ts': `export const n = (x: string | undefined): string => x!;`,
    'packages/domain/src/type.ts': `import { T } from './t.ts';\nexport const t = (x: T): T => x;`,
    'packages/domain/src/t.ts': `export type T = string;`,
    'packages/domain/src/long.ts': 'export const y = 1;\n'.padEnd(330, '\n'),
    'packages/domain/test/only.test.ts': `import { expect, test } from 'vitest';\ntest.only('x', () => {\n  expect(1).toBe(1);\n});`,
    'apps/api/src/main.ts': `export const port = process.env['PORT'];`,
  });
  expect(found).toEqual([
    'apps/api/src/main.ts: nothing',
    'packages/domain/src/a.ts: import(no-cycle)',
    'packages/domain/src/any.ts: typescript(no-explicit-any)',
    'packages/domain/src/b.ts: import(no-cycle)',
    'packages/domain/src/env.ts: node(no-process-env)',
    'packages/domain/src/floating.ts: typescript(no-floating-promises)',
    'packages/domain/src/long.ts: eslint(max-lines)',
    'packages/domain/src/null.ts: typescript(no-non-null-assertion)',
    'packages/domain/src/t.ts: nothing',
    'packages/domain/src/type.ts: typescript(consistent-type-imports)',
    'packages/domain/test/only.test.ts: vitest(no-focused-tests)',
  ]);
});

/** Lints a tree with the product's own rules; one line for each file and rule. */
function lint(files: Record<string, string>): string[] {
  const config = {
    extends: './tsconfig.base.json',
    include: ['packages', 'apps'],
  };
  const tree = tempTree({ 'tsconfig.json': JSON.stringify(config), ...files });
  for (const file of ['.oxlintrc.json', 'tsconfig.base.json'])
    copyFileSync(join(root, file), join(tree, file));
  symlinkSync(join(root, 'infra/local/node_modules'), join(tree, 'node_modules'));
  const bin = join(root, 'node_modules/.bin/oxlint');
  const { stdout } = spawnSync(bin, ['--type-aware', '--format=unix', '.'], { cwd: tree, encoding: 'utf8' });
  return Object.keys(files)
    .toSorted()
    .flatMap((file) => {
      const lines = stdout.split('\n').filter((line) => line.includes(file));
      const rules = new Set(lines.map((line) => /\[\w+\/(.*)\]$/.exec(line)?.[1] ?? line));
      return rules.size === 0 ? [`${file}: nothing`] : [...rules].map((rule) => `${file}: ${rule}`);
    });
}
