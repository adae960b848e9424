import type { OrganizationLine } from '@postern/client';
import type { UiText } from '@postern/ui';
import { sayDay, sayMoment } from '../shared/days.ts';

/** What a line of the organization's history says, with moments as people say them. */
export function organizationSentence({ type, params }: OrganizationLine, text: UiText): string {
  const says = text.organizationHistory.says[type];
  if (says === undefined) return type;
  const { untilMs, setting, value } = params;
  return says({
    ...params,
    ...(typeof untilMs === 'number' ? { until: sayMoment(untilMs, text.locale) } : {}),
    ...(setting === 'secondFactorFromMs' && Number.isSafeInteger(Number(value)) && value !== 'null'
      ? { value: sayDay(Number(value), text.locale) }
      : {}),
  });
}
