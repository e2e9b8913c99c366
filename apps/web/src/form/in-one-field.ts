/** A list that is written in one text field is complained of there, whichever of its entries is wrong. */
export function inOneField(values: object, path: string): string {
  const [root = ''] = path.split('.');
  return Object.entries(values).some(([name, value]) => name === root && typeof value === 'string')
    ? root
    : path;
}
