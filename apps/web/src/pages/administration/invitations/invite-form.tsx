import type { InviteDraft, InvitedAddress } from '@postern/client';
import type { RequestId } from '@postern/core';
import { Button, ProgressLine, Section, Select, TextArea, TextField, useText } from '@postern/ui';
import { useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { RefusalNotice } from '../../../refusal-text.tsx';
import { useTask } from '../../../use-task.ts';
import { noClientRules } from '../members/client-choice.ts';
import { ClientFields } from '../members/client-fields.tsx';
import { endOfDayMs } from '../shared/days.ts';
import { RadioCards } from '../shared/radio-cards.tsx';
import { useRead, useReadAgain } from '../shared/read.tsx';
import { InviteGives } from './invite-gives.tsx';
import { type PastedAddress, parseAddresses } from './parse-addresses.ts';

const deliveries = ['link', 'words', 'mail'] as const;
const waitDays = [1, 3, 7, 14, 30, 90];

const plainDraft: InviteDraft = {
  role: 'member',
  permissions: [],
  groups: [],
  grants: [],
  clients: noClientRules,
  endsAtMs: null,
  delivery: 'link',
  expiresInDays: 7,
};

export interface InviteFormProps {
  readonly pasted: string;
  readonly onPasted: (pasted: string) => void;
  /** The request that this answers. */
  readonly request: RequestId | undefined;
  readonly onInvited: (result: readonly InvitedAddress[]) => void;
}

/** Whom to invite, how it gets there, and what it gives. */
export function InviteForm({ pasted, onPasted, request, onInvited }: InviteFormProps) {
  const text = useText();
  const { invitations, people, rules } = usePort().administration;
  const readAgain = useReadAgain();
  const task = useTask();
  const [draft, setDraft] = useState(plainDraft);
  const [endDay, setEndDay] = useState('');
  const change = (next: Partial<InviteDraft>) => setDraft({ ...draft, ...next });

  const members = useRead('members', () => people.list());
  const open = useRead('invitations', () => invitations.list());
  const read = useRead('rules', () => rules.read());
  const addresses = parseAddresses(pasted, {
    members: new Set(members?.ok ? members.value.map(({ email }) => email) : []),
    invited: new Set(
      open?.ok ? open.value.filter(({ standing }) => standing === 'open').map(({ email }) => email) : [],
    ),
  });
  const ready = addresses.filter(({ problem }) => problem === undefined);
  const endsAtMs = endDay === '' ? null : endOfDayMs(endDay);
  const endWrong = endsAtMs === undefined || (endsAtMs !== null && endsAtMs <= Date.now());

  const submit = async () => {
    if (ready.length === 0 || endsAtMs === undefined || endWrong) return;
    const list = ready.map(({ email }) => email).join('\n');
    const result = await task.run(() => invitations.invite(list, { ...draft, endsAtMs }, request));
    if (result === undefined) return;
    await readAgain();
    onInvited(result.value);
  };

  return (
    <form
      className="max-w-3xl"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className="pb-6">
        <TextArea
          label={text.invite.addresses}
          hint={text.invite.addressesHint}
          rows={5}
          value={pasted}
          onValueChange={onPasted}
        />
        <AddressReport addresses={addresses} />
      </div>
      <Section title={text.invite.deliveryTitle}>
        <RadioCards
          label={text.invite.deliveryTitle}
          labelHidden
          value={draft.delivery}
          onChange={(delivery) => change({ delivery })}
          options={deliveries.map((value) => ({ value, ...text.invite.deliveries[value] }))}
        />
      </Section>
      <InviteGives draft={draft} onChange={change} />
      <Section title={text.invite.limitsTitle}>
        <div className="flex flex-col gap-4">
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={text.invite.ends}
              hint={text.invite.endsHint}
              error={endWrong ? text.members.endPast : undefined}
              type="date"
              value={endDay}
              onValueChange={setEndDay}
            />
            <Select
              label={text.invite.waits}
              value={String(draft.expiresInDays)}
              options={waitDays.map((days) => ({
                value: String(days),
                label: text.invite.waitDays(days),
              }))}
              onValueChange={(days) => change({ expiresInDays: Number(days) })}
            />
          </div>
          <ClientFields
            rules={draft.clients}
            onChange={(clients) => change({ clients })}
            off={read?.ok ? read.value.settings.clientsOff : undefined}
          />
        </div>
      </Section>
      <div className="flex flex-col gap-4 border-line border-t pt-6">
        <RefusalNotice refusal={task.refusal} />
        {task.busy && ready.length > 1 && <ProgressLine label={text.invite.working} />}
        <Button
          kind="primary"
          type="submit"
          className="self-start"
          busy={task.busy}
          disabled={ready.length === 0 || endWrong}
        >
          {text.invite.submit(ready.length)}
        </Button>
      </div>
    </form>
  );
}

/** How many addresses are ready, and of each that is not, why. */
function AddressReport({ addresses }: { readonly addresses: readonly PastedAddress[] }) {
  const text = useText();
  const wrong = addresses.filter(({ problem }) => problem !== undefined);
  const ready = addresses.length - wrong.length;
  return (
    <div className="mt-2 text-sm">
      <p role="status">
        {addresses.length > 0 && <span className="font-medium">{text.invite.counting(ready)}</span>}
        {wrong.length > 0 && (
          <span className="text-need">
            {' · '}
            {text.invite.leftOut(wrong.length)}
          </span>
        )}
      </p>
      {wrong.length > 0 && (
        <ul className="mt-1 flex max-h-40 flex-col gap-0.5 overflow-y-auto">
          {wrong.map(({ typed, problem }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same text may stand there twice
            <li key={at} className="break-words">
              <span className="break-all">{typed}</span>{' '}
              <span className="text-ink-2">{problem !== undefined && text.invite.problems[problem]}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
