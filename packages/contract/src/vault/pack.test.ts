import { type EntryId, newId } from '@postern/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBodiesPack, decodeChangesPack, encodeBodiesPack, encodeChangesPack } from './pack.ts';

const bytes = (size?: number) =>
  fc.uint8Array(size === undefined ? {} : { minLength: size, maxLength: size }).map((b) => new Uint8Array(b));
const u32 = fc.integer({ min: 1, max: 0xffffffff });
const entry = fc.constant(null).map(() => newId<EntryId>());

describe('changes pack', () => {
  const record = fc.oneof(
    fc.record({
      entry,
      revision: u32,
      epoch: u32,
      seq: u32,
      bodyHash: bytes(32),
      bodySize: u32,
      header: bytes(),
    }),
    fc.record({ entry, epoch: u32, seq: u32 }).map((purged) => ({
      ...purged,
      revision: 0,
      bodyHash: new Uint8Array(0),
      bodySize: 0,
      header: new Uint8Array(0),
    })),
  );

  it('round-trips any records', () => {
    fc.assert(
      fc.property(fc.array(record), (records) => {
        const meta = { count: records.length, manifests: [] };
        expect(decodeChangesPack(encodeChangesPack(meta, records))).toEqual({ meta, records });
      }),
    );
  });

  it('carries bodies where its meta says so', () => {
    const withBody = fc
      .tuple(record, bytes())
      .map(([one, body]) => (one.revision === 0 ? one : { ...one, bodySize: body.length, body }));
    fc.assert(
      fc.property(fc.array(withBody), (records) => {
        const meta = { count: records.length, manifests: [], bodies: true };
        expect(decodeChangesPack(encodeChangesPack(meta, records))).toEqual({ meta, records });
      }),
    );
  });

  it('is refused when cut anywhere inside', () => {
    fc.assert(
      fc.property(record, (one) => {
        const whole = encodeChangesPack({}, [one]);
        expect(decodeChangesPack(whole.subarray(0, whole.length - 1))).toBeUndefined();
      }),
    );
  });
});

describe('bodies pack', () => {
  it('round-trips any records', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ entry, revision: u32, body: bytes() })), (records) => {
        expect(decodeBodiesPack(encodeBodiesPack({ count: 0 }, records))).toEqual({
          meta: { count: 0 },
          records,
        });
      }),
    );
  });

  it('refuses what is not a pack', () => {
    expect(decodeBodiesPack(new Uint8Array([0, 0, 0, 9, 1]))).toBeUndefined();
    expect(decodeBodiesPack(new Uint8Array())).toBeUndefined();
  });
});
