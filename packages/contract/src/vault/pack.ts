import {
  type Bytes,
  concatBytes,
  type EntryId,
  fromBase64Url,
  fromUtf8,
  type Json,
  toBase64Url,
  uint32,
  utf8,
} from '@postern/core';

/** SPEC: docs/protocol/vault.md, "Pack". Encoders and decoders side by side: their order is the wire format. */

export const packContentType = 'application/vnd.postern.pack';

export interface HeaderRecord {
  readonly entry: EntryId;
  /** 0 when the entry was purged; then nothing after `seq` is there. */
  readonly revision: number;
  readonly epoch: number;
  /** Manifest seq of the entry's last change. */
  readonly seq: number;
  readonly bodyHash: Uint8Array;
  readonly bodySize: number;
  readonly header: Uint8Array;
  /** Only in a pack whose meta says `bodies`, and there with every entry that was not purged. */
  readonly body?: Uint8Array;
}

export interface BodyRecord {
  readonly entry: EntryId;
  readonly revision: number;
  readonly body: Uint8Array;
}

export interface Pack<Record> {
  readonly meta: Json;
  readonly records: readonly Record[];
}

export function encodeChangesPack(meta: Json, records: Iterable<HeaderRecord>): Bytes {
  const parts: Uint8Array[] = [frame(meta)];
  for (const record of records) {
    parts.push(idBytes(record.entry), numbers(record.revision, record.epoch, record.seq));
    if (record.revision === 0) continue;
    parts.push(record.bodyHash, numbers(record.bodySize, record.header.length), record.header);
    if (hasBodies(meta)) parts.push(record.body ?? none);
  }
  return join(parts);
}

export function encodeBodiesPack(meta: Json, records: Iterable<BodyRecord>): Bytes {
  const parts: Uint8Array[] = [frame(meta)];
  for (const record of records) {
    parts.push(idBytes(record.entry), numbers(record.revision, record.body.length), record.body);
  }
  return join(parts);
}

/** As `concatBytes`; but a large pack has more parts than a call may have arguments. */
function join(parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}

function numbers(...values: readonly number[]): Bytes {
  const out = new Uint8Array(values.length * 4);
  const view = new DataView(out.buffer);
  for (const [at, value] of values.entries()) view.setUint32(at * 4, value);
  return out;
}

/** The pack, or `undefined` when the bytes are not exactly one. Records are views into `bytes`, not copies. */
export function decodeChangesPack(bytes: Uint8Array): Pack<HeaderRecord> | undefined {
  return decode(bytes, (reader, meta) => {
    const entry = toBase64Url(reader.take(16)) as EntryId;
    const revision = reader.uint32();
    const epoch = reader.uint32();
    const seq = reader.uint32();
    if (revision === 0) {
      return { entry, revision, epoch, seq, bodyHash: none, bodySize: 0, header: none };
    }
    const bodyHash = reader.take(32);
    const bodySize = reader.uint32();
    const header = reader.take(reader.uint32());
    const body = hasBodies(meta) ? { body: reader.take(bodySize) } : {};
    return { entry, revision, epoch, seq, bodyHash, bodySize, header, ...body };
  });
}

export function decodeBodiesPack(bytes: Uint8Array): Pack<BodyRecord> | undefined {
  return decode(bytes, (reader) => {
    const entry = toBase64Url(reader.take(16)) as EntryId;
    const revision = reader.uint32();
    return { entry, revision, body: reader.take(reader.uint32()) };
  });
}

const none = new Uint8Array(0);

/** Whether each header in a *changes* pack is followed by its body. */
function hasBodies(meta: Json): boolean {
  return typeof meta === 'object' && meta !== null && 'bodies' in meta && meta.bodies === true;
}

function frame(meta: Json): Bytes {
  const text = utf8(JSON.stringify(meta));
  return concatBytes(uint32(text.length), text);
}

function idBytes(id: string): Bytes {
  const bytes = fromBase64Url(id);
  if (bytes?.length !== 16) throw new TypeError('pack: an entry id is 16 bytes');
  return bytes;
}

function decode<Record>(
  bytes: Uint8Array,
  readRecord: (reader: Reader, meta: Json) => Record,
): Pack<Record> | undefined {
  try {
    const reader = new Reader(bytes);
    const text = fromUtf8(reader.take(reader.uint32()));
    if (text === undefined) return undefined;
    const meta = JSON.parse(text) as Json;
    const records: Record[] = [];
    while (!reader.atEnd) records.push(readRecord(reader, meta));
    return { meta, records };
  } catch {
    return undefined;
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#offset === this.#bytes.length;
  }

  uint32(): number {
    const value = this.#view.getUint32(this.#offset);
    this.#offset += 4;
    return value;
  }

  take(length: number): Uint8Array {
    const end = this.#offset + length;
    if (end > this.#bytes.length) throw new RangeError('pack: cut short');
    const part = this.#bytes.subarray(this.#offset, end);
    this.#offset = end;
    return part;
  }
}
