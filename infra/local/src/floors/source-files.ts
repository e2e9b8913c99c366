import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const codeFile = /\.(?:ts|tsx|mts|js|mjs|jsx)$/;
const madeByTools = ['node_modules', '.next', '.turbo', 'coverage', 'fixtures'];

/** All hand-written code files below a folder, as absolute paths. */
export function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return madeByTools.includes(entry.name) ? [] : sourceFiles(path);
    return codeFile.test(entry.name) && entry.name !== 'next-env.d.ts' ? [path] : [];
  });
}
