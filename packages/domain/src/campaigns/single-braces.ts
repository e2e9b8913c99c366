const inOneBrace = /(?<!\{)\{\s*([^{}|]{1,40}?)\s*(?:\|[^{}]*)?\}(?!\})/g;

/**
 * What is most likely meant as a merge field, but stands in single braces and would be sent as it is written.
 *
 * @param fields those that there are
 */
export function singleBraces(
  template: string,
  fields: readonly string[],
): { written: string; field: string }[] {
  const found = [...template.matchAll(inOneBrace)].map(([written, name = '']) => ({
    written,
    field: name.toLowerCase().replaceAll(/[\s-]+/g, '_'),
  }));
  const meant = found.filter(({ field }) => fields.includes(field));
  return [...new Map(meant.map((one) => [one.written, one])).values()];
}
