declare const addressBrand: unique symbol;
declare const rangeBrand: unique symbol;
/** An IPv4 or IPv6 address in the one spelling that is stored, compared and signed. */
export type IpAddress = string & { readonly [addressBrand]: 'IpAddress' };
/** A network (`10.0.0.0/8`, `2001:db8::/32`) or one address without a prefix length, in its one spelling. */
export type IpRange = string & { readonly [rangeBrand]: 'IpRange' };

/**
 * The address in its one spelling, or `undefined` for whatever is no address. IPv4 is dotted decimal without leading
 * zeros, IPv6 as in RFC 5952; IPv4 carried in IPv6 (`::ffff:192.0.2.1`) is the IPv4 address. STRICTER: a zone
 * (`fe80::1%eth0`) means something on one machine only and is refused, as are brackets, ports and spaces.
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  // Dotted decimal has no second spelling.
  if (!text.includes(':')) return readV4(text) && (text as IpAddress);
  const groups = readAddress(text);
  return groups === undefined ? undefined : (writeAddress(groups) as IpAddress);
}

/**
 * The network or single address in its one spelling, or `undefined`. Bits beyond the prefix are cleared, so
 * `10.1.2.3/8` is `10.0.0.0/8`; a range of IPv4 carried in IPv6 is the IPv4 range.
 */
export function parseIpRange(text: string): IpRange | undefined {
  const network = readRange(text);
  if (network === undefined) return undefined;
  const { groups, bits } = network;
  return (bits === groups.length * 16 ? writeAddress(groups) : `${writeAddress(groups)}/${bits}`) as IpRange;
}

/**
 * A question that answers whether an address lies in one of the ranges. The ranges are read once, here. IPv4 and IPv6
 * are worlds apart: `::/0` holds no IPv4 address. What is no address lies in no range.
 */
export function compileIpRanges(ranges: readonly IpRange[]): (address: string) => boolean {
  const networks = ranges.map(readRange).filter((network) => network !== undefined);
  return (address) => {
    if (networks.length === 0) return false;
    const groups = readAddress(address);
    return groups !== undefined && networks.some((network) => holds(network, groups));
  };
}

/** An address as groups of 16 bits: two for IPv4, eight for IPv6. */
type Groups = readonly number[];
interface Network {
  readonly groups: Groups;
  /** How many leading bits count. */
  readonly bits: number;
}

const mappedBits = 96;

function readRange(text: string): Network | undefined {
  const [addressText = '', bitsText, ...rest] = text.split('/');
  const written = addressText.includes(':') ? readV6(addressText) : readV4(addressText);
  if (written === undefined || rest.length > 0) return undefined;
  const widest = written.length * 16;
  const bitsWritten = bitsText === undefined ? widest : readNumber(bitsText, widest);
  if (bitsWritten === undefined) return undefined;
  const groups = unmapped(written);
  const bits = groups === written ? bitsWritten : bitsWritten - mappedBits;
  // A range wider than the block that carries IPv4 would mean other addresses than the one it is written with.
  return bits < 0 ? undefined : { groups: groups.map((group, at) => group & maskOf(bits, at)), bits };
}

function readAddress(text: string): Groups | undefined {
  if (!text.includes(':')) return readV4(text);
  const groups = readV6(text);
  return groups && unmapped(groups);
}

const byte = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const v4 = new RegExp(`^${byte}\\.${byte}\\.${byte}\\.${byte}$`);

function readV4(text: string): Groups | undefined {
  const bytes = v4.exec(text);
  return bytes
    ? [Number(bytes[1]) * 256 + Number(bytes[2]), Number(bytes[3]) * 256 + Number(bytes[4])]
    : undefined;
}

/** A decimal number without sign or leading zeros, up to `most`. */
function readNumber(text: string, most: number): number | undefined {
  const value = /^(?:0|[1-9]\d{0,2})$/.test(text) ? Number(text) : most + 1;
  return value <= most ? value : undefined;
}

function readV6(text: string): Groups | undefined {
  const [headText = '', tailText, ...rest] = text.split('::');
  if (rest.length > 0) return undefined;
  const head = readGroups(headText, tailText === undefined);
  if (head === undefined) return undefined;
  if (tailText === undefined) return head.length === 8 ? head : undefined;
  const tail = readGroups(tailText, true);
  // The gap stands for one group at least.
  if (tail === undefined || head.length + tail.length > 7) return undefined;
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** The groups between colons; the last may be an IPv4 address where `isEnd`. */
function readGroups(text: string, isEnd: boolean): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [at, part] of parts.entries()) {
    if (isEnd && at === parts.length - 1 && part.includes('.')) {
      const last = readV4(part);
      if (last === undefined) return undefined;
      groups.push(...last);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** The IPv4 address that an IPv6 address carries (RFC 4291, 2.5.5.2), else the same groups. */
function unmapped(groups: Groups): Groups {
  const carries =
    groups.length === 8 && groups[5] === 0xffff && groups.slice(0, 5).every((each) => each === 0);
  return carries ? groups.slice(6) : groups;
}

function maskOf(bits: number, group: number): number {
  const counting = Math.min(16, Math.max(0, bits - group * 16));
  return (0xffff << (16 - counting)) & 0xffff;
}

function holds({ groups, bits }: Network, address: Groups): boolean {
  return (
    groups.length === address.length &&
    groups.every((group, at) => group === ((address[at] ?? 0) & maskOf(bits, at)))
  );
}

function writeAddress(groups: Groups): string {
  if (groups.length === 2) return groups.flatMap((group) => [group >> 8, group & 0xff]).join('.');
  const { from, length } = longestZeros(groups);
  const text = (those: Groups) => those.map((group) => group.toString(16)).join(':');
  // RFC 5952, 4.2.2: a single zero is not shortened.
  if (length < 2) return text(groups);
  return `${text(groups.slice(0, from))}::${text(groups.slice(from + length))}`;
}

/** The longest run of zero groups, the first of equals. */
function longestZeros(groups: Groups): { readonly from: number; readonly length: number } {
  let longest = { from: 0, length: 0 };
  let length = 0;
  for (const [at, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > longest.length) longest = { from: at - length + 1, length };
  }
  return longest;
}
