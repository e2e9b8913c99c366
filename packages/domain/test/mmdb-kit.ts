/** An entry of a node: the next node, or the country code the addresses end in. */
type Node = [left: Node | string | undefined, right: Node | string | undefined];

/** A file in MMDB format that knows these IPv4 prefixes, with records of 24 bits; see maxmind.github.io/MaxMind-DB. */
export function countryFile(countries: Record<string, string>): Buffer {
  const root: Node = [undefined, undefined];
  for (const [prefix, code] of Object.entries(countries)) insert(root, prefix, code);
  const nodes = flatten(root);
  const codes = [...new Set(Object.values(countries))];
  const values = codes.map((code) => map({ country: map({ iso_code: text(code) }) }));
  const offsetOf = (code: string) =>
    values.slice(0, codes.indexOf(code)).reduce((sum, value) => sum + value.length, 0);
  const record = (entry: Node | string | undefined) => {
    if (entry === undefined) return nodes.length;
    // Data pointers count from behind the tree and the 16 bytes that part it from the data.
    return typeof entry === 'string' ? nodes.length + 16 + offsetOf(entry) : nodes.indexOf(entry);
  };
  const tree = nodes.flatMap((node) => node.map((entry) => number(record(entry), 3)));
  return Buffer.concat([...tree, Buffer.alloc(16), ...values, metadata(nodes.length)]);
}

function insert(root: Node, prefix: string, code: string): void {
  const [ip = '', bits = '32'] = prefix.split('/');
  const value = ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  let node = root;
  for (let bit = 0; bit < Number(bits); bit += 1) {
    const side = Math.floor(value / 2 ** (31 - bit)) % 2 === 1 ? 1 : 0;
    if (bit === Number(bits) - 1) {
      node[side] = code;
      return;
    }
    const next: Node = Array.isArray(node[side]) ? node[side] : [undefined, undefined];
    node[side] = next;
    node = next;
  }
}

function flatten(node: Node): Node[] {
  return [node, ...node.flatMap((entry) => (Array.isArray(entry) ? flatten(entry) : []))];
}

function metadata(nodeCount: number): Buffer {
  const fields = map({
    binary_format_major_version: unsigned(5, 2),
    binary_format_minor_version: unsigned(5, 0),
    build_epoch: Buffer.concat([Buffer.from([0b000_00100, 2]), number(1_700_000_000, 4)]),
    database_type: text('Test-Country'),
    description: map({ en: text('Made by a test') }),
    ip_version: unsigned(5, 4),
    languages: Buffer.from([0, 4]),
    node_count: Buffer.concat([Buffer.from([0b110_00100]), number(nodeCount, 4)]),
    record_size: unsigned(5, 24),
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
