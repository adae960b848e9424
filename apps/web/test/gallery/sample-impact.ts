import { type Denied, deny } from '@postern/access';
import type { ImpactPort, ShutWayView, TouchedPerson } from '@postern/client';
import { type MemberId, ok } from '@postern/core';

const nowMs = Date.now();
const dayMs = 86_400_000;

const way = (at: number, denial: Denied): ShutWayView => ({
  clientKind: at % 2 === 0 ? 'web' : 'cli',
  clientVersion: '0.1.0',
  address: `203.0.113.${at + 7}`,
  count: at,
  lastAtMs: nowMs - at * dayMs,
  denial,
  fromMs: null,
});
const person = (name: string, ...refused: readonly ShutWayView[]): TouchedPerson => ({
  member: `member-${name}` as MemberId,
  email: `${name}@northwind.example`,
  isSelf: name === 'dana',
  refused,
  letIn: [],
  stillIn: refused.length - 1,
  stillOut: 0,
});

/** Whatever is proposed, two of 24 would be refused and some did not come. */
export const sampleImpact: ImpactPort = {
  preview: async () =>
    ok({
      memberCount: 24,
      refused: [
        person('leo', way(1, deny('cli_not_allowed', {})), way(2, deny('cli_not_allowed', {}))),
        person('ana', way(3, deny('ip_not_allowed', { address: '203.0.113.10' as never }))),
      ],
      letIn: [],
      unchanged: 19,
      unseen: ['ines', 'noor', 'pim'].map((name) => person(name)),
      lockOut: undefined,
    }),
  announce: async (_rule, members) => ok({ told: members.length }),
  coming: async () => ok(undefined),
};
