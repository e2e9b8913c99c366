import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Folders that hold nothing anybody wrote. */
const generatedFolders = ['node_modules', '.next', '.turbo', 'coverage', 'test', 'e2e'];

/** One hash over the names and contents of files and of all files in folders. */
export function sourceHash(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesBelow(join(root, path))).toSorted()) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) {
      return generatedFolders.includes(entry.name) ? [] : filesBelow(join(path, entry.name));
    }
    return entry.isFile() && entry.name !== 'next-env.d.ts' ? [join(path, entry.name)] : [];
  });
}
