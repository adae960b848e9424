import { Select, useText } from '@postern/ui';
import { RuleSection } from './rule-section.tsx';
import { latestSet, type RuleProps, useRule } from './use-rule.ts';

/** Spans on offer, in days; from the least to the most that the protocol allows. */
const spans = [30, 90, 180, 365, 730];

/** How long it can be looked up who came in and who was refused. */
export function AccessLogRule({ rules, mayChange }: RuleProps) {
  const text = useText();
  const words = text.rules.accessLog;
  const rule = useRule(rules);
  const now = rules.settings.accessLogDays;
  const offered = [...new Set([...spans, now])].sort((a, b) => a - b);
  return (
    <RuleSection
      title={words.title}
      lead={words.lead}
      set={latestSet(rules, ['accessLogDays'])}
      refusal={rule.refusal}
    >
      {mayChange ? (
        <div className="w-full max-w-60">
          <Select
            label={words.label}
            value={String(now)}
            options={offered.map((days) => ({ value: String(days), label: words.days(days) }))}
            onValueChange={(days) => void rule.set({ accessLogDays: Number(days) })}
          />
        </div>
      ) : (
        <p>
          {words.label} <strong>{words.days(now)}</strong>
        </p>
      )}
    </RuleSection>
  );
}
