import { Select, useText } from '@postern/ui';
import { RuleSection } from './rule-section.tsx';
import { latestSet, type RuleProps, useRule } from './use-rule.ts';

/** Ages on offer, in minutes; a quarter of an hour is the least the protocol allows. */
const sessionAges = [15, 60, 240, 720, 1440, 10_080, 43_200];

/** How long a session goes on before the password is asked again. */
export function SessionRule({ rules, mayChange, memberCount }: RuleProps) {
  const text = useText();
  const rule = useRule(rules);
  const now = rules.settings.sessionAgeMinutes;
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
        <div className="w-full max-w-60">
          <Select
            label={text.rules.session.label}
            value={String(now)}
            options={ages.map((minutes) => ({
              value: String(minutes),
              label: text.settings.ages(minutes),
            }))}
            onValueChange={(minutes) => void rule.set({ sessionAgeMinutes: Number(minutes) })}
          />
        </div>
      ) : (
        <p>
          {text.rules.session.label} <strong>{text.settings.ages(now)}</strong>
        </p>
      )}
    </RuleSection>
  );
}
