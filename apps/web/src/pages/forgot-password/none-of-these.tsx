import type { OrganizationAtReset, ResetStep } from '@postern/client';
import { refuse } from '@postern/core';
import { Button, Checkbox, Notice, TextField, useText } from '@postern/ui';
import { useState } from 'react';
import { RefusalNotice } from '../../refusal-text.tsx';
import { Centred, stepsUntil } from '../gate/centred.tsx';
import { CutOffList } from './cut-off-list.tsx';

/**
 * What it means to have no way to the keys, before anything happens: every organization by name with what it will need, the
 * recovery kit first where nobody else holds the keys, and an address to be typed.
 */
export function NoneOfThese({
  step,
  labels,
  onBack,
  onGoOn,
  onCancel,
}: {
  readonly step: Extract<ResetStep, { kind: 'keys' }>;
  readonly labels: readonly string[];
  /** Absent where the account has no other way at all. */
  readonly onBack: (() => void) | undefined;
  readonly onGoOn: () => void;
  readonly onCancel: () => void;
}) {
  const words = useText().forgotPassword;
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<ReadonlySet<string>>(new Set());
  const alone = step.organizations.filter((one) => one.isLastCustodian && one.kit !== undefined);
  const { anewAfterMs } = step;
  const refused =
    anewAfterMs === undefined
      ? undefined
      : refuse('generation_refused_lately', { params: { retryAtMs: anewAfterMs } });
  const ready =
    refused === undefined &&
    typed.trim().toLowerCase() === step.email &&
    alone.every(({ address }) => found.has(address));
  return (
    <Centred
      steps={stepsUntil(labels, 2)}
      title={words.noneTitle}
      lead={onBack === undefined ? words.noMethods : undefined}
    >
      <form
        className="flex flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) onGoOn();
        }}
      >
        <RefusalNotice refusal={refused} />
        <p className="text-ink-2">{onBack === undefined ? words.noneBeforeDevice : words.noneBefore}</p>
        {onBack !== undefined && (
          <div>
            <Button onClick={onBack}>{words.back}</Button>
          </div>
        )}
        {alone.map((organization) => (
          <LastCustodian
            key={organization.address}
            organization={organization}
            checked={found.has(organization.address)}
            onCheckedChange={(checked) => {
              const next = new Set(found);
              if (checked) next.add(organization.address);
              else next.delete(organization.address);
              setFound(next);
            }}
          />
        ))}
        {step.organizations.length === 0 ? (
          <p>{words.cutNothing}</p>
        ) : (
          <section className="flex flex-col gap-3">
            <h2 className="font-medium">{words.cutTitle}</h2>
            <CutOffList organizations={step.organizations} />
          </section>
        )}
        <p className="text-ink-2">{words.old}</p>
        <TextField
          label={words.typed(step.email)}
          name="confirmation"
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          value={typed}
          onValueChange={setTyped}
        />
        <Button kind="danger" type="submit" disabled={!ready}>
          {words.goOn}
        </Button>
      </form>
      <Button kind="quiet" className="mt-3 w-full" onClick={onCancel}>
        {words.cancel}
      </Button>
    </Centred>
  );
}

/** Nobody else holds the keys: the kit is looked for before, and not after. */
function LastCustodian({
  organization: { name, kit, role },
  checked,
  onCheckedChange,
}: {
  readonly organization: OrganizationAtReset;
  readonly checked: boolean;
  readonly onCheckedChange: (checked: boolean) => void;
}) {
  const words = useText().forgotPassword;
  // Who is not the owner is the last one only where the owner began anew as well, and cannot use the kit.
  const ofOwner = { title: words.lastTitle, lead: words.lastLead, check: words.lastCheck };
  const last = role === 'owner' ? ofOwner : words.lastCustodian;
  return (
    <Notice tone="need" title={last.title}>
      <div className="flex flex-col gap-3">
        <p>{last.lead(name)}</p>
        {kit !== undefined && <p>{words.kit(kit.version, kit.madeAtMs)}</p>}
        <Checkbox checked={checked} onCheckedChange={onCheckedChange}>
          {last.check}
        </Checkbox>
      </div>
    </Notice>
  );
}
