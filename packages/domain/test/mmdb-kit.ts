/** An entry of a node: the next node, or the country code the addresses end in. */
type Node = [left: Node | string | undefined, right: Node | string | undefined];

type Format = {
  recordBits?: 24 | 28 | 32;
  ipVersion?: 4 | 6;
  values?: Record<string, Buffer>;
  builtAtSeconds?: number;
};

/**
 * A file in MMDB format that knows these prefixes; see maxmind.github.io/MaxMind-DB.
 *
 * @param format.values what stands in place of the usual record of a country
 */
export function countryFile(
  countries: Record<string, string>,
  { recordBits = 24, ipVersion = 4, values: special = {}, builtAtSeconds = 1_700_000_000 }: Format = {},
): Buffer {
  const root: Node = [undefined, undefined];
  for (const [prefix, code] of Object.entries(countries)) insert(root, bitsOf(prefix, ipVersion), code);
  const nodes = flatten(root);
  const codes = [...new Set(Object.values(countries))];
  const values = codes.map((code) => special[code] ?? map({ country: map({ iso_code: text(code) }) }));
  const offsetOf = (code: string) =>
    values.slice(0, codes.indexOf(code)).reduce((sum, value) => sum + value.length, 0);
  const record = (entry: Node | string | undefined) => {
    if (entry === undefined) return nodes.length;
    // Data pointers count from behind the tree and the 16 bytes that part it from the data.
    return typeof entry === 'string' ? nodes.length + 16 + offsetOf(entry) : nodes.indexOf(entry);
  };
  const tree = nodes.map(([left, right]) => nodeOf(record(left), record(right), recordBits));
  const about = metadata({ nodeCount: nodes.length, recordBits, ipVersion, builtAtSeconds });
  return Buffer.concat([...tree, Buffer.alloc(16), ...values, about]);
}

function nodeOf(left: number, right: number, recordBits: number): Buffer {
  if (recordBits !== 28) {
    return Buffer.concat([number(left, recordBits / 8), number(right, recordBits / 8)]);
  }
  const middle = (Math.floor(left / 2 ** 24) << 4) | Math.floor(right / 2 ** 24);
  return Buffer.concat([number(left % 2 ** 24, 3), number(middle, 1), number(right % 2 ** 24, 3)]);
}

/** Prefixes of IPv4 as usual, of IPv6 as `2001:db8::/32`; the latter need a file of IPv6. */
function bitsOf(prefix: string, ipVersion: 4 | 6): number[] {
  const [ip = '', length = '0'] = prefix.split('/');
  const isLong = ip.includes(':');
  const groups = isLong
    ? ip.split(':').map((group) => Number.parseInt(group || '0', 16))
    : ip.split('.').map(Number);
  const width = isLong ? 16 : 8;
  const bits = groups.flatMap((group) => [...group.toString(2).padStart(width, '0')].map(Number));
  const zeros = isLong || ipVersion === 4 ? 0 : 96;
  return [...Array.from({ length: zeros }, () => 0), ...bits.slice(0, Number(length))];
}

function insert(root: Node, bits: readonly number[], code: string): void {
  let node = root;
  for (const bit of bits.slice(0, -1)) {
    const entry = node[bit === 1 ? 1 : 0];
    const next: Node = Array.isArray(entry) ? entry : [undefined, undefined];
    node[bit === 1 ? 1 : 0] = next;
    node = next;
  }
  node[bits.at(-1) === 1 ? 1 : 0] = code;
}

function flatten(node: Node): Node[] {
  return [node, ...node.flatMap((entry) => (Array.isArray(entry) ? flatten(entry) : []))];
}

type About = { nodeCount: number; recordBits: number; ipVersion: number; builtAtSeconds: number };

function metadata({ nodeCount, recordBits, ipVersion, builtAtSeconds }: About): Buffer {
  const fields = map({
    binary_format_major_version: unsigned(5, 2),
    binary_format_minor_version: unsigned(5, 0),
    build_epoch: Buffer.concat([Buffer.from([0b000_00110, 2]), number(builtAtSeconds, 6)]),
    database_type: text('Test-Country'),
    description: map({ en: text('Made by a test') }),
    ip_version: unsigned(5, ipVersion),
    languages: Buffer.from([0, 4]),
    node_count: Buffer.concat([Buffer.from([0b110_00100]), number(nodeCount, 4)]),
    record_size: unsigned(5, recordBits),
  });
  return Buffer.concat([Buffer.from('\u00ab\u00cd\u00efMaxMind.com', 'latin1'), fields]);
}

function map(fields: Record<string, Buffer>): Buffer {
  const entries = Object.entries(fields).flatMap(([name, value]) => [text(name), value]);
  return Buffer.concat([Buffer.from([0b111_00000 | Object.keys(fields).length]), ...entries]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return bytes.length < 29
    ? Buffer.concat([Buffer.from([0b010_00000 | bytes.length]), bytes])
    : Buffer.concat([Buffer.from([0b010_11101, bytes.length - 29]), bytes]);
}

function unsigned(type: number, value: number): Buffer {
  return Buffer.concat([Buffer.from([(type << 5) | 2]), number(value, 2)]);
}

function number(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}
