import { Select, useText } from '@postern/ui';
import { useState } from 'react';
import { DraftButtons } from '../impact/draft-buttons.tsx';
import { ImpactPanel } from '../impact/impact-panel.tsx';
import { useImpact } from '../impact/use-impact.ts';
import { RuleSection } from './rule-section.tsx';
import { latestSet, type RuleProps, useRule } from './use-rule.ts';

/** Ages on offer, in minutes; a quarter of an hour is the least the protocol allows. */
const sessionAges = [15, 60, 240, 720, 1440, 10_080, 43_200];

/** How long a session goes on before the password is asked again. */
export function SessionRule({ rules, mayChange, memberCount }: RuleProps) {
  const text = useText();
  const rule = useRule(rules);
  const now = rules.settings.sessionAgeMinutes;
  const [picked, setPicked] = useState<number>();
  const wanted = picked ?? now;
  const isChanged = wanted !== now;
  const foreseen = useImpact(
    isChanged ? { kind: 'settings', set: { sessionAgeMinutes: wanted } } : undefined,
  );
  const save = async () => {
    if (await rule.set({ sessionAgeMinutes: wanted })) setPicked(undefined);
  };
  const ages = [...new Set([...sessionAges, now])].sort((a, b) => a - b);
  return (
    <RuleSection
      title={text.rules.session.title}
      lead={text.rules.session.lead}
      effect={text.rules.touches(memberCount)}
      set={latestSet(rules, ['sessionAgeMinutes'])}
      refusal={rule.refusal}
    >
      {mayChange ? (
        <>
          <div className="w-full max-w-60">
            <Select
              label={text.rules.session.label}
              value={String(wanted)}
              options={ages.map((minutes) => ({
                value: String(minutes),
                label: text.settings.ages(minutes),
              }))}
              onValueChange={(minutes) => setPicked(Number(minutes))}
            />
          </div>
          <ImpactPanel foreseen={foreseen} />
          {isChanged && (
            <DraftButtons
              foreseen={foreseen}
              busy={rule.busy}
              onSave={() => void save()}
              onDiscard={() => setPicked(undefined)}
            />
          )}
        </>
      ) : (
        <p>
          {text.rules.session.label} <strong>{text.settings.ages(now)}</strong>
        </p>
      )}
    </RuleSection>
  );
}
