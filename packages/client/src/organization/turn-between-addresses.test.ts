import type { GateAnswer } from '@postern/contract';
import { ok, type Result } from '@postern/core';
import { describe, expect, it } from 'vitest';
import { emptyAccountState } from '../account/merge-account-state.ts';
import type { ClientCore } from '../client-core.ts';
import { createSnapshotBox } from '../snapshot-box.ts';
import { createOrganizationPort } from './organization-port.ts';

const shut: GateAnswer = {
  allowed: false,
  denial: { code: 'invitation_required', params: {}, remedies: [], fixers: [] },
  path: [],
  atMs: 0,
};

/** A stranger everywhere, before a server that answers when it is told to. */
function stranger() {
  const waiting: { readonly address: string; readonly answer: () => void }[] = [];
  const snapshots = createSnapshotBox();
  const turned: string[] = [];
  const looks: (() => void)[] = [];
  let isSlow = false;
  const core = {
    snapshots,
    account: () =>
      ok({
        opened: { keys: { generation: 1 } },
        state: {
          current: () => emptyAccountState,
          refresh: async () => {
            if (isSlow) await new Promise<void>((resolve) => looks.push(resolve));
            return ok();
          },
        },
      }),
    blockingAlarm: () => undefined,
    turnTo: (_account: unknown, address: string) => {
      turned.push(address);
      return undefined;
    },
    ownRequests: { at: () => [] },
    api: {
      call: (_endpoint: unknown, { params }: { readonly params: { readonly address: string } }) =>
        new Promise<Result<GateAnswer>>((resolve) =>
          waiting.push({ address: params.address, answer: () => resolve(ok(shut)) }),
        ),
    },
  } as unknown as ClientCore;
  const answer = async (address: string) => {
    waiting.find((one) => one.address === address)?.answer();
    await new Promise(setImmediate);
  };
  const settled = () => new Promise(setImmediate);
  const slowly = () => {
    isSlow = true;
    return () => {
      isSlow = false;
      for (const look of looks.splice(0)) look();
    };
  };
  const port = createOrganizationPort(core);
  return { port, snapshots, answer, settled, slowly, turned, asked: () => waiting.length };
}

describe('somebody who turns from one address to another', () => {
  it('stays at the last one, whichever answer comes later', async () => {
    const { port, snapshots, answer, settled } = stranger();
    const first = port.enter('here');
    await settled();
    const second = port.enter('there');
    await settled();
    await answer('there');
    await answer('here');
    await Promise.all([first, second]);
    expect(snapshots.current().entered?.address).toBe('there');
  });

  it('is not asked about the one that was left', async () => {
    const { port, answer, settled, asked } = stranger();
    void port.enter('here');
    await settled();
    await answer('here');
    void port.enter('there');
    await settled();
    const before = asked();
    await port.enterAgain('here');
    expect(asked()).toBe(before);
    void port.enterAgain('there');
    await settled();
    expect(asked()).toBe(before + 1);
  });

  it('is not turned back by a look at the account that comes late', async () => {
    const { port, answer, settled, slowly, turned } = stranger();
    const go = slowly();
    const first = port.enter('here');
    await settled();
    go();
    const second = port.enter('there');
    await settled();
    await answer('there');
    expect(await first).toMatchObject({ ok: false, code: 'locked' });
    expect(await second).toMatchObject({ ok: true });
    expect(turned).toEqual(['here', 'there', 'there']);
  });
});
