import { Checkbox, useText } from '@postern/ui';
import { RuleSection } from './rule-section.tsx';
import { latestSet, type RuleProps, useRule } from './use-rule.ts';

/** Whether somebody may make a vault of their own. The ledger itself refuses one where they are off. */
export function PersonalVaultsRule({ rules, mayChange }: RuleProps) {
  const text = useText();
  const rule = useRule(rules);
  return (
    <RuleSection
      title={text.rules.personal.title}
      lead={text.rules.personal.lead}
      enforcedBy="cryptography"
      set={latestSet(rules, ['personalVaults'])}
      refusal={rule.refusal}
    >
      <Checkbox
        checked={rules.settings.personalVaults}
        disabled={!mayChange || rule.busy}
        onCheckedChange={(personalVaults) => void rule.set({ personalVaults })}
      >
        {text.rules.personal.label}
      </Checkbox>
    </RuleSection>
  );
}
