import type { ApprovalRequest } from '@postern/client';
import type { UiText } from '@postern/ui';
import { nameUserAgent } from '../account/user-agent.ts';

/** "Web · Firefox on Linux": what the asking device says of itself. */
export function describeClient(
  { clientKind, userAgent }: Pick<ApprovalRequest, 'clientKind' | 'userAgent'>,
  text: UiText,
): string {
  const kind = text.sessions.kinds[clientKind];
  return userAgent === '' ? kind : `${kind} · ${nameUserAgent(userAgent)}`;
}
