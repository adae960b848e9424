import type { Settings } from '@postern/client';
import { Button, Select, TextField, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { dayTextOf, sayDay, startOfDayMs } from '../shared/days.ts';
import { RadioCards } from '../shared/radio-cards.tsx';
import { RuleSection } from './rule-section.tsx';
import { latestSet, type RuleProps, useRule } from './use-rule.ts';

const levels = [
  'none',
  'any',
  'no_mail',
  'phishing_resistant',
] as const satisfies readonly Settings['secondFactor'][];
const graceDays = [0, 3, 7, 14, 30, 60, 90];

/** Which second factor people need, from when, and how long they have to set it up. */
export function SecondFactorRule({ rules, mayChange, memberCount }: RuleProps) {
  const text = useText();
  const { secondFactor: says } = text.rules;
  const rule = useRule(rules);
  const now = rules.settings;
  const [level, setLevel] = useState<Settings['secondFactor']>();
  const [fromDay, setFromDay] = useState<string>();
  const [grace, setGrace] = useState<number>();
  const wanted = {
    secondFactor: level ?? now.secondFactor,
    secondFactorFromMs:
      fromDay === undefined ? now.secondFactorFromMs : fromDay === '' ? null : startOfDayMs(fromDay),
    secondFactorGraceDays: grace ?? now.secondFactorGraceDays,
  };
  const { secondFactorFromMs } = wanted;
  const isChanged =
    wanted.secondFactor !== now.secondFactor ||
    wanted.secondFactorGraceDays !== now.secondFactorGraceDays ||
    (fromDay !== undefined && fromDay !== dayTextOf(now.secondFactorFromMs));
  const reset = () => {
    setLevel(undefined);
    setFromDay(undefined);
    setGrace(undefined);
  };
  const save = async () => {
    if (secondFactorFromMs === undefined) return;
    // Without a date of its own, a level that is new counts from now: the ledger sets that moment.
    const from =
      fromDay === undefined || (fromDay === '' && now.secondFactor === 'none') ? {} : { secondFactorFromMs };
    const { secondFactor, secondFactorGraceDays } = wanted;
    if (await rule.set({ secondFactor, secondFactorGraceDays, ...from })) reset();
  };
  const names = ['secondFactor', 'secondFactorFromMs', 'secondFactorGraceDays'] as const;
  return (
    <RuleSection
      title={says.title}
      lead={says.lead}
      effect={now.secondFactor === 'none' ? says.effectNone : says.effect(memberCount)}
      set={latestSet(rules, names)}
      refusal={rule.refusal}
    >
      {rule.refusal?.code === 'would_lock_out_author' && (
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
            value={wanted.secondFactor}
            onChange={setLevel}
            options={levels.map((value) => ({
              value,
              name: says.levels[value],
              says: says.levelSays[value],
            }))}
          />
          {wanted.secondFactor !== 'none' && (
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                label={says.from}
                hint={says.fromHint}
                type="date"
                value={fromDay ?? dayTextOf(now.secondFactorFromMs)}
                onValueChange={setFromDay}
              />
              <Select
                label={says.grace}
                hint={says.graceHint}
                value={String(wanted.secondFactorGraceDays)}
                options={[...new Set([...graceDays, now.secondFactorGraceDays])]
                  .sort((a, b) => a - b)
                  .map((days) => ({ value: String(days), label: says.days(days) }))}
                onValueChange={(days) => setGrace(Number(days))}
              />
            </div>
          )}
          {isChanged && (
            <div className="flex gap-2">
              <Button
                kind="primary"
                type="submit"
                busy={rule.busy}
                disabled={secondFactorFromMs === undefined}
              >
                {text.administration.save}
              </Button>
              <Button onClick={reset}>{text.administration.discard}</Button>
            </div>
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
