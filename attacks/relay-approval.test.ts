import { attack } from './harness/attack.ts';
import { relayApproval } from './relay-approval.ts';

attack(
  'X14',
  'shows the phone a key of its own in the place of that of the device that asks',
  async (scene) => {
    const { approved, opens } = await relayApproval(scene);
    if (await opens()) scene.leaked('the keys of the account');
    return approved.ok ? '' : approved.code;
  },
);
