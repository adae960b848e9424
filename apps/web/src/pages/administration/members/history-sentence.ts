import type { HistoryLine } from '@postern/client';
import type { UiText } from '@postern/ui';
import { sayMoment } from '../shared/days.ts';

/** What a line of the history says: what was done, and to what, as far as the line tells. */
export function historySentence({ type, params }: HistoryLine, text: UiText): string {
  const details = text.historyDetail;
  const { role, untilMs, group, vault, range, more, once } = params;
  if (untilMs === undefined && type === 'end_set') return details.noEnd;
  if (untilMs === undefined && type === 'exempt') return details.ended;
  const parts = [text.history[type] ?? type];
  for (const name of [group, vault]) if (typeof name === 'string') parts.push(details.name(name));
  if (typeof range === 'string') parts.push(range);
  if (typeof more === 'number') parts.push(details.more(more));
  if (once !== undefined) parts.push(details.once);
  if (typeof role === 'string') {
    parts.push(
      type === 'vault_give' ? details.as(vaultRoleName(role, text)) : details.role(roleName(role, text)),
    );
  }
  if (typeof untilMs === 'number') parts.push(details.until(sayMoment(untilMs, text.locale)));
  return parts.join(' ');
}

function roleName(role: string, text: UiText): string {
  const names: Readonly<Record<string, string>> = text.members.roles;
  return names[role] ?? role;
}

function vaultRoleName(role: string, text: UiText): string {
  const names: Readonly<Record<string, { readonly name: string }>> = text.vaultAccess.roles;
  return names[role]?.name ?? role;
}
