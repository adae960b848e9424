import { type Bytes, encodeCanonical, type Json, mustBeOk, type VaultId } from '@postern/core';
import { createNextAccountKeys, hashB64 } from '@postern/crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Chain,
  foundedBy,
  hashFor,
  idFor,
  type Person,
  person,
  recoveryBody,
  rekeyBody,
  startMs,
} from '../test/people.ts';
import { apply, applyAll } from './apply.ts';
import { parseEvent, type VerifiedEvent, verifyEvent } from './event.ts';
import type { LedgerState } from './state.ts';
import { verifyChain } from './verify-chain.ts';

type Step = {
  readonly kind: 'rename' | 'setting' | 'vault' | 'rotate' | 'archive' | 'recovery' | 'rekey';
  readonly n: number;
};
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<Step['kind'][]>(
      'rename',
      'setting',
      'vault',
      'rotate',
      'archive',
      'recovery',
      'rekey',
    ),
    n: fc.nat(50),
  }),
  { maxLength: 12 },
);

let maya: Person;
let chain: Chain;
beforeAll(async () => {
  maya = await person('Maya');
  ({ chain } = await play(
    Array.from({ length: 14 }, (_, n) => ({ kind: kinds[n % kinds.length] ?? 'rename', n })),
  ));
});
const kinds = ['vault', 'rename', 'rotate', 'setting', 'archive', 'rekey', 'recovery'] as const;

/** A chain that Maya writes by herself, and the verified events of it. */
async function play(moves: readonly Step[]): Promise<{ chain: Chain; verified: VerifiedEvent[] }> {
  const written = await foundedBy(maya);
  let owner = maya;
  for (const { kind, n } of moves) {
    const { state } = written;
    const vaults = Object.values(state?.vaults ?? {});
    const vault = vaults[n % Math.max(1, vaults.length)];
    if (kind === 'rename') await written.write(owner, 'organization_rename', { name: `Northwind ${n}` });
    if (kind === 'setting')
      await written.write(owner, 'settings_set', { set: { sessionAgeMinutes: 15 + n } });
    if (kind === 'recovery') {
      await written.write(owner, 'recovery_rotate', await recoveryBody((state?.recovery?.version ?? 0) + 1));
    }
    if (kind === 'rekey') {
      const keys = await createNextAccountKeys(owner.keys.statement, startMs);
      const renewed = { ...owner, keys };
      await written.write(owner, 'rekey', rekeyBody(written.current, renewed));
      owner = renewed;
    }
    if (kind === 'vault') {
      await written.write(owner, 'vault_create', {
        commit: hashFor(`commit ${vaults.length}`),
        epoch: 1,
        grants: [{ member: maya.member, role: 'manager' }],
        kind: 'shared',
        vault: idFor<VaultId>(`vault ${vaults.length}`),
      });
    }
    if (kind === 'rotate' && vault !== undefined) {
      const epoch = vault.epochs.length + 1;
      await written.write(owner, 'vault_rotate', {
        epochs: [{ commit: hashFor(`${epoch}`), epoch, vault: vault.id }],
      });
    }
    if (kind === 'archive' && vault !== undefined) {
      await written.write(owner, vault.archived ? 'vault_unarchive' : 'vault_archive', { vault: vault.id });
    }
  }
  const verified: VerifiedEvent[] = [];
  let at: LedgerState | null = null;
  for (const bytes of written.events) {
    const event: VerifiedEvent = mustBeOk(await verifyEvent(at, mustBeOk(parseEvent(bytes))));
    verified.push(event);
    at = mustBeOk(apply(at, event));
  }
  return { chain: written, verified };
}

const canonical = (state: LedgerState) => encodeCanonical(state as unknown as Json);

describe('the fold', () => {
  it('gives one state, however it is taken: at once, step by step, from a cached state', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(), async (moves, cut) => {
        const played = await play(moves);
        const { events, current } = played.chain;
        const whole = mustBeOk(await verifyChain(null, events));
        expect(whole.state).toEqual(current);
        expect(whole.hashes).toEqual(events.map((bytes) => hashB64(bytes)));
        expect(mustBeOk(applyAll(null, played.verified))).toEqual(current);

        const at = 1 + (cut % events.length);
        const first = mustBeOk(await verifyChain(null, events.slice(0, at))).state;
        const cached = JSON.parse(JSON.stringify(first)) as LedgerState;
        expect(cached).toEqual(first);
        const rest = mustBeOk(await verifyChain(cached, events.slice(at))).state;
        expect(canonical(rest)).toEqual(canonical(current));
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('tells how far it is', async () => {
    const heard: (readonly [number, number])[] = [];
    mustBeOk(await verifyChain(null, chain.events, (done, total) => heard.push([done, total])));
    expect(heard.at(-1)).toEqual([chain.events.length, chain.events.length]);
  });

  it('is nothing without a genesis', async () => {
    expect(await verifyChain(null, [])).toMatchObject({ code: 'genesis_expected' });
    expect(await verifyChain(null, chain.events.slice(1))).toMatchObject({ code: 'genesis_expected' });
    expect(mustBeOk(await verifyChain(chain.current, [])).state).toEqual(chain.current);
  });
});

describe('a chain that somebody touched', () => {
  const outcome = async (events: readonly Bytes[]) => (await verifyChain(null, events)).ok;

  it('is refused whichever byte was changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (pick, at, flip) => {
        const events = chain.events.slice();
        const index = pick % events.length;
        const bytes = (events[index] as Bytes).slice();
        const where = at % bytes.length;
        bytes[where] = (bytes[where] as number) ^ flip;
        events[index] = bytes;
        expect(await outcome(events)).toBe(false);
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  it('is refused reordered, with an event twice, or with one missing from the middle', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (a, b) => {
        const { events } = chain;
        const [i, j] = [a % events.length, b % events.length];
        const swapped = events.slice();
        [swapped[i], swapped[j]] = [events[j] as Bytes, events[i] as Bytes];
        expect(await outcome(swapped)).toBe(i === j);
        expect(await outcome(events.toSpliced(j, 0, events[i] as Bytes))).toBe(false);
        // Without its end it is a prefix, which only a pinned head can tell from the newest.
        expect(await outcome(events.toSpliced(i, 1))).toBe(i === events.length - 1);
        expect(await outcome(events.slice(0, i + 1))).toBe(true);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('is refused cut short, prolonged or of another organization', async () => {
    const last = chain.events.length - 1;
    const tail = chain.events[last] as Bytes;
    expect(await outcome(chain.events.with(last, tail.slice(0, -1)))).toBe(false);
    expect(await outcome(chain.events.with(last, Uint8Array.of(...tail, 0x20)))).toBe(false);
    const other = await foundedBy(await person('Priya'));
    const refused = await verifyChain(null, [...other.events.slice(0, 2), ...chain.events.slice(2)]);
    expect(refused).toMatchObject({ ok: false, code: 'wrong_organization', params: { seq: 2 } });
  });

  it('names the first event that does not hold, not the one it noticed first', async () => {
    const events = chain.events.slice();
    const forged = (events[3] as Bytes).slice();
    forged[10] = (forged[10] as number) ^ 1;
    // The forged event has another hash, so the next one no longer follows; the signature is what was wrong.
    events[3] = forged;
    expect(await verifyChain(null, events)).toMatchObject({ code: 'signature_wrong', params: { seq: 3 } });
  });
});
