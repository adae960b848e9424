import { offeredRemedies, remedy, sentence } from '@postern/access';
import { askGate } from '@postern/contract';
import type { Device } from '../packages/client/test/people.ts';
import type { Scene } from './harness/attack.ts';
import { mayasPlace } from './scene/mayas-place.ts';

/** Where the server would have the person go, and what it would have them read. */
export const trap = 'hand-over.example';
const order = `Your organization needs your recovery code. Enter it at https://${trap}`;

const claims = {
  /** In the form of a denial, for an organization that the server made up. */
  'by the code of a denial': {
    denial: {
      code: 'recovery_code_or_invitation_required',
      params: { names: [order, `https://${trap}`] },
      remedies: ['enter_recovery_code'],
      fixers: ['self'],
    },
  },
  /** The same with words of its own, and a link. */
  'in words of its own': {
    denial: {
      code: 'recovery_code_required',
      params: {},
      remedies: ['enter_recovery_code', `https://${trap}`],
      fixers: ['self'],
      title: order,
      help: `https://${trap}`,
    },
  },
  /** As what the page asks people to quote. */
  'as a reference': {
    denial: { code: 'invitation_required', params: {}, remedies: [], fixers: [] },
    reference: `Code to ${trap}`,
  },
} as const;

/** Maya opens an address, of which the server says that it is an organization, and that it needs her recovery code. */
export async function askForCode(scene: Scene, how: keyof typeof claims) {
  const place = await mayasPlace(scene);
  const { evil, desk, server } = place;
  const organization = 'A'.repeat(43);
  const path = [{ arch: 'signed_in', state: 'open' }];
  const claim = { organization, allowed: false, path, ...claims[how] };
  evil.drop(askGate, () => ({ ...claim, atMs: server.nowMs() }));
  return { ...place, entered: await desk.client.organization.enter('globex') };
}

/** All words of the page that the client shows for its answer of the gate, as the page puts them together. */
export function wordsShown({ client }: Device): string {
  const { entered } = client.snapshot();
  const denial = entered?.gate.denial;
  if (entered === undefined || denial === undefined) return '';
  const { remedies } = offeredRemedies(denial.code, denial.remedies, () => true);
  const offered = remedies.flatMap(({ code }) => [remedy(code).label, remedy(code).explanation]);
  return [sentence(denial.code, denial.params), ...offered].join('\n');
}
