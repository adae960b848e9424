import type { Settings } from '@postern/client';
import { Button, Checkbox, Select, TextField, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { DraftButtons } from '../impact/draft-buttons.tsx';
import { ImpactPanel } from '../impact/impact-panel.tsx';
import { useImpact } from '../impact/use-impact.ts';
import { dayTextIn, sayDay, startOfDayMs } from '../shared/days.ts';
import { RadioCards } from '../shared/radio-cards.tsx';
import { RuleSection } from './rule-section.tsx';
import { useAnnouncement } from './use-announcement.ts';
import { useFactorDraft } from './use-factor-draft.ts';
import { latestSet, type RuleProps, useRule } from './use-rule.ts';

const levels = [
  'none',
  'any',
  'no_mail',
  'phishing_resistant',
] as const satisfies readonly Settings['secondFactor'][];
const starts = ['now', 'date'] as const;
const graceDays = [0, 3, 7, 14, 30, 60, 90];
/** A week is enough to hear of it and to be back from most absences. */
const daysToHear = 7;

/** Which second factor people need, from when, and how long they have to set it up. */
export function SecondFactorRule({ rules, mayChange, memberCount }: RuleProps) {
  const text = useText();
  const { secondFactor: says } = text.rules;
  const rule = useRule(rules);
  const now = rules.settings;
  const draft = useFactorDraft(now);
  const foreseen = useImpact(draft.set && { kind: 'settings', set: draft.set });
  const announcement = useAnnouncement(foreseen);
  const locksOutSelf =
    rule.refusal?.code === 'would_lock_out_author' ||
    (foreseen.state === 'here' && foreseen.impact.lockOut?.code === 'would_lock_out_author');
  const save = async () => {
    if (draft.set === undefined || !(await rule.set(draft.set))) return;
    draft.reset();
    await announcement.send();
  };
  const later = dayTextIn(daysToHear, Date.now());
  const laterMs = startOfDayMs(later);
  const names = ['secondFactor', 'secondFactorFromMs', 'secondFactorGraceDays'] as const;
  return (
    <RuleSection
      title={says.title}
      lead={says.lead}
      effect={now.secondFactor === 'none' ? says.effectNone : says.effect(memberCount)}
      set={latestSet(rules, names)}
      refusal={rule.refusal}
    >
      {locksOutSelf && (
        <Link to="/account/second-factor" className="prose-link">
          {says.setUpOwn}
        </Link>
      )}
      {mayChange ? (
        <form
          className="flex w-full flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <RadioCards
            label={says.level}
            value={draft.level}
            onChange={draft.setLevel}
            options={levels.map((value) => ({
              value,
              name: says.levels[value],
              says: says.levelSays[value],
            }))}
          />
          {draft.level !== 'none' && (
            <>
              <RadioCards
                label={text.impact.starts.label}
                value={draft.starts}
                onChange={(value) => draft.setStarts(value, later)}
                options={starts.map((value) => ({ value, ...text.impact.starts[value] }))}
              />
              <div className="grid gap-4 sm:grid-cols-2">
                {draft.starts === 'date' && (
                  <TextField
                    label={says.from}
                    type="date"
                    value={draft.fromDay}
                    onValueChange={draft.setFromDay}
                  />
                )}
                <Select
                  label={says.grace}
                  hint={says.graceHint}
                  value={String(draft.grace)}
                  options={[...new Set([...graceDays, now.secondFactorGraceDays])]
                    .sort((a, b) => a - b)
                    .map((days) => ({ value: String(days), label: says.days(days) }))}
                  onValueChange={(days) => draft.setGrace(Number(days))}
                />
              </div>
            </>
          )}
          <ImpactPanel
            foreseen={foreseen}
            instead={
              draft.starts === 'now' &&
              laterMs !== undefined && (
                <div>
                  <Button size="small" onClick={() => draft.setStarts('date', later)}>
                    {text.impact.giveTime(sayDay(laterMs, text.locale))}
                  </Button>
                </div>
              )
            }
          />
          {announcement.count > 0 && (
            <div>
              <Checkbox checked={announcement.isWanted} onCheckedChange={announcement.want}>
                {text.impact.tell(announcement.count)}
              </Checkbox>
              <p className="pl-6 text-ink-2 text-sm">{text.impact.tellHint}</p>
            </div>
          )}
          {draft.isChanged && (
            <DraftButtons
              foreseen={foreseen}
              busy={rule.busy}
              disabled={draft.set === undefined}
              onDiscard={draft.reset}
            />
          )}
        </form>
      ) : (
        <p>
          <strong>{says.levels[now.secondFactor]}</strong>
          {now.secondFactor !== 'none' && (
            <span className="block text-ink-2">
              {now.secondFactorFromMs !== null &&
                `${says.from} ${sayDay(now.secondFactorFromMs, text.locale)}. `}
              {says.grace}: {says.days(now.secondFactorGraceDays)}.
            </span>
          )}
        </p>
      )}
    </RuleSection>
  );
}
