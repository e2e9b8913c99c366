import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { anchorsOf, localLinks } from './markdown.ts';

const madeByTools = ['node_modules', '.git', '.data', '.next', '.turbo', 'coverage'];

/**
 * Checks that every link of every document leads to a file in the repository and, with an anchor, to
 * one of its headings.
 *
 * @returns one readable line for each link that leads nowhere
 */
export function checkDocLinks(root: string): string[] {
  return documents(root).flatMap((path) => {
    const file = relative(root, path).split(sep).join('/');
    return localLinks(readFileSync(path, 'utf8')).flatMap(({ target, line }) => {
      const reason = whyBroken(root, path, target);
      return reason === undefined ? [] : [`${file}:${line}: ${target} leads nowhere: ${reason}`];
    });
  });
}

function whyBroken(root: string, from: string, target: string): string | undefined {
  const [rawPath = '', anchor] = target.split('#');
  const path = decode(rawPath.split('?')[0] ?? '');
  const to =
    path === '' ? from : resolve(path.startsWith('/') ? root : dirname(from), path.replace(/^\/+/, ''));
  if (to !== root && !to.startsWith(root + sep)) return 'it is outside of the repository';
  // A file system that ignores case would let a link pass that breaks elsewhere.
  if (!existsSync(to) || realpathSync.native(to) !== to) return 'there is no such file';
  if (anchor === undefined || anchor === '') return undefined;
  if (!statSync(to).isFile() || !to.endsWith('.md')) return undefined;
  return anchorsOf(readFileSync(to, 'utf8')).has(decode(anchor)) ? undefined : 'the file has no such heading';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function documents(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return madeByTools.includes(entry.name) ? [] : documents(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}
