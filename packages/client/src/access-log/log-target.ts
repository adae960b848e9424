import type { LedgerEvent } from '@postern/ledger';
import type { LogTarget } from './port.ts';

/** What an event of the ledger is about; undefined where it is about a whole part of the organization. */
export function targetOf(event: LedgerEvent | undefined): LogTarget | undefined {
  if (event === undefined || event.type === 'group_remove') return undefined;
  const { body } = event;
  if ('vault' in body) return { kind: 'vault', id: body.vault };
  if ('group' in body) return { kind: 'group', id: body.group };
  return 'member' in body ? { kind: 'member', id: body.member } : undefined;
}
