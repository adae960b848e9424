import { compareVersions, isVersion } from '@postern/core';
import { Button, TextField, useText } from '@postern/ui';
import { useState } from 'react';
import { useSnapshot } from '../../../port-context.tsx';
import { ImpactPanel } from '../impact/impact-panel.tsx';
import { isSureToFail, sayAction } from '../impact/say-impact.ts';
import { useImpact } from '../impact/use-impact.ts';
import { RuleSection } from './rule-section.tsx';
import { latestSet, type RuleProps, useRule } from './use-rule.ts';

/** The oldest client the organization accepts; at most the one this person uses, so that nobody shuts themselves out. */
export function VersionRule({ rules, mayChange }: RuleProps) {
  const text = useText();
  const { version: says } = text.rules;
  const own = useSnapshot().server?.version ?? '';
  const rule = useRule(rules);
  const now = rules.settings.minimumClientVersion ?? '';
  const [typed, setTyped] = useState<string>();
  const wanted = (typed ?? now).trim();
  const error =
    wanted === ''
      ? undefined
      : !isVersion(wanted)
        ? says.wrong
        : own !== '' && (compareVersions(wanted, own) ?? 0) > 0
          ? says.tooNew(own)
          : undefined;
  const next = wanted === '' ? null : wanted;
  const isReady = wanted !== now && error === undefined;
  const foreseen = useImpact(isReady ? { kind: 'settings', set: { minimumClientVersion: next } } : undefined);
  const save = async () => {
    if (error === undefined && (await rule.set({ minimumClientVersion: next }))) setTyped(undefined);
  };
  return (
    <RuleSection
      title={says.title}
      lead={says.lead}
      set={latestSet(rules, ['minimumClientVersion'])}
      refusal={rule.refusal}
    >
      {mayChange ? (
        <form
          className="flex w-full flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            void save();
          }}
        >
          <div className="w-full max-w-sm">
            <TextField
              label={says.label}
              hint={says.hint(own)}
              error={error}
              placeholder={says.any}
              value={typed ?? now}
              onValueChange={setTyped}
              autoComplete="off"
              inputMode="decimal"
            />
          </div>
          <ImpactPanel foreseen={foreseen} />
          <div className="flex flex-wrap gap-2">
            {wanted !== now && (
              <Button
                kind="primary"
                type="submit"
                busy={rule.busy}
                disabled={error !== undefined || isSureToFail(foreseen)}
              >
                {sayAction(foreseen, text)}
              </Button>
            )}
            {own !== '' && wanted !== own && (
              <Button onClick={() => setTyped(own)}>{says.takeOwn(own)}</Button>
            )}
          </div>
        </form>
      ) : (
        <strong>{now === '' ? says.any : now}</strong>
      )}
    </RuleSection>
  );
}
