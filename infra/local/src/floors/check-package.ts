import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { WorkspacePackage } from '../workspace.ts';
import { readSource, type Import } from './read-source.ts';
import { sourceFiles } from './source-files.ts';
import { floorOf, mayImport, type Floor } from './table.ts';

/** Code that runs only while developing, so that it may import development dependencies. */
const developmentCode = /^(?:infra|bench)\/|\/(?:test|e2e|testing)\/|\.config\.\w+$/;

/**
 * Everything in one package that breaks the floors.
 *
 * @param root the repository
 * @param one the package to look at
 * @param all the packages of the workspace
 * @returns one readable line for each finding
 */
export function checkPackage(
  root: string,
  one: WorkspacePackage,
  all: readonly WorkspacePackage[],
): string[] {
  const floor = floorOf(one.folder);
  if (floor === undefined) {
    return [`${one.folder}: stands on no floor; give it a place in infra/local/src/floors/table.ts`];
  }
  const names = new Set(all.map(({ name }) => name));
  return [
    ...checkManifest(one, floor, names),
    ...sourceFiles(join(root, one.folder)).flatMap((path) => checkFile(root, { path, one, floor, names })),
  ];
}

function checkManifest(one: WorkspacePackage, floor: Floor, names: ReadonlySet<string>): string[] {
  const declared = Object.keys({ ...one.dependencies, ...one.devDependencies });
  return declared.flatMap((dependency) => {
    const reason = refusal(floor, dependency, names);
    return reason === undefined ? [] : [`${one.folder}/package.json: depends on ${dependency}; ${reason}`];
  });
}

function checkFile(
  root: string,
  of: { path: string; one: WorkspacePackage; floor: Floor; names: ReadonlySet<string> },
): string[] {
  const file = relative(root, of.path).split(sep).join('/');
  const source = readSource(of.path);
  return [
    ...(source.barrel ? [`${file}:1: only hands on other files' exports; import from those files`] : []),
    ...source.suppressions.map((line) => `${file}:${line}: silences a checker; mend what it found`),
    ...source.imports.flatMap((found) => {
      const reason = importRefusal(join(root, of.one.folder), found, { ...of, file });
      return reason === undefined ? [] : [`${file}:${found.line}: imports ${found.specifier}; ${reason}`];
    }),
  ];
}

function importRefusal(
  folder: string,
  found: Import,
  of: { path: string; file: string; one: WorkspacePackage; floor: Floor; names: ReadonlySet<string> },
): string | undefined {
  const { specifier } = found;
  if (specifier.startsWith('.')) {
    const inside = resolve(dirname(of.path), specifier).startsWith(folder + sep);
    return inside ? undefined : 'it is outside of the package; import the package it belongs to';
  }
  if (isBuiltin(specifier)) return undefined;
  const name = packageName(specifier);
  if (name === of.one.name) return 'it is this very package; import the file by its path';
  return refusal(of.floor, name, of.names) ?? undeclared(name, found, of);
}

/** Why a package may not be used on a floor at all. */
function refusal(floor: Floor, name: string, workspace: ReadonlySet<string>): string | undefined {
  if (workspace.has(name) && !mayImport(floor, name)) {
    const allowed = floor.mayImport.length === 0 ? 'no other package' : floor.mayImport.join(', ');
    return `${floor.of} may import of this workspace only ${allowed}`;
  }
  const banned = floor.never.find((never) => name === never || name.startsWith(`@${never}/`));
  return banned === undefined ? undefined : `${floor.of} never imports ${banned}`;
}

function undeclared(
  name: string,
  found: Import,
  of: { file: string; one: WorkspacePackage },
): string | undefined {
  const { dependencies, devDependencies } = of.one;
  if (name in dependencies) return undefined;
  const typesOnly =
    found.typeOnly && `@types/${name.replace(/^@/, '').replace('/', '__')}` in devDependencies;
  if (typesOnly) return undefined;
  if (!(name in devDependencies)) return `it is not declared in ${of.one.folder}/package.json`;
  const fine = found.typeOnly || developmentCode.test(of.file) || !of.file.includes('/src/');
  return fine ? undefined : 'it is only a development dependency; move it to dependencies';
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
