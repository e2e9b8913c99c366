import { readFileSync } from 'node:fs';
import { parseSync, type ParseResult } from 'oxc-parser';

/** One import of a file. */
export type Import = { specifier: string; line: number; typeOnly: boolean };

/** What the checks need to know of one code file. */
export type Source = {
  imports: Import[];
  /** Whether all it does is hand on what other files export. */
  barrel: boolean;
  /** Lines of comments that silence a checker. */
  suppressions: number[];
};

const suppression = /\b(?:oxlint|eslint)-disable|@ts-(?:ignore|nocheck|expect-error)|\boxfmt-ignore/;

/** Reads the imports and the form of one code file. @throws Error when it does not parse */
export function readSource(path: string): Source {
  const text = readFileSync(path, 'utf8');
  const parsed = parseSync(path, text);
  const problem = parsed.errors[0];
  if (problem) throw new Error(`${path} does not parse: ${problem.message}`);
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  return {
    imports: [...staticOnes(parsed, lineOf), ...dynamicOnes(parsed, text, lineOf)],
    barrel: isBarrel(parsed),
    suppressions: parsed.comments
      .filter(({ value }) => suppression.test(value))
      .map(({ start }) => lineOf(start)),
  };
}

function staticOnes(parsed: ParseResult, lineOf: (offset: number) => number): Import[] {
  const { staticImports, staticExports } = parsed.module;
  const imports = staticImports.map(({ moduleRequest, entries, start }) => ({
    specifier: moduleRequest.value,
    line: lineOf(start),
    typeOnly: entries.length > 0 && entries.every(({ isType }) => isType),
  }));
  const exports = staticExports.flatMap(({ entries, start }) => {
    const from = entries.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : []))[0];
    if (from === undefined) return [];
    return [{ specifier: from, line: lineOf(start), typeOnly: entries.every(({ isType }) => isType) }];
  });
  return [...imports, ...exports];
}

/** Only a literal can be looked at: `import('./x.ts')`, not `import(path)`. */
function dynamicOnes(parsed: ParseResult, text: string, lineOf: (offset: number) => number): Import[] {
  return parsed.module.dynamicImports.flatMap(({ moduleRequest, start }) => {
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    const specifier = literal?.[2];
    return specifier === undefined ? [] : [{ specifier, line: lineOf(start), typeOnly: false }];
  });
}

function isBarrel(parsed: ParseResult): boolean {
  const { body } = parsed.program;
  return (
    body.length > 0 &&
    body.every(
      (statement) =>
        statement.type === 'ExportAllDeclaration' ||
        (statement.type === 'ExportNamedDeclaration' && statement.source !== null),
    )
  );
}
