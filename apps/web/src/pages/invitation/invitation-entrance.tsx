import type { OpenedInvitation } from '@postern/client';
import { Button, Notice, TextField, useText } from '@postern/ui';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { Centred } from '../gate/centred.tsx';
import { CodeLine } from '../gate/code-line.tsx';
import { KnownOtherwise } from './known-otherwise.tsx';
import { forgetInvitation, type PendingInvitation } from './pending-invitation.ts';
import { AskInstead, SignInFirst, SwitchAccount } from './right-account.tsx';
import { typedWords, wordCount } from './typed-words.ts';

export interface InvitationEntranceProps {
  readonly pending: PendingInvitation;
  readonly invitation: OpenedInvitation;
  readonly onJoined: (joined: { readonly address: string; readonly waits: boolean }) => void;
}

/** What the invitation says, and the one step that comes next. */
export function InvitationEntrance({ pending, invitation, onJoined }: InvitationEntranceProps) {
  const text = useText().invitation;
  const { phase, account } = useSnapshot();
  return (
    <Centred title={text.title(invitation.organization)}>
      <Facts invitation={invitation} />
      {phase === 'signed-out' ? (
        <SignInFirst />
      ) : invitation.forThisAccount ? (
        <Join pending={pending} invitation={invitation} onJoined={onJoined} />
      ) : (
        <div className="flex flex-col gap-4">
          <Notice tone="need">{text.otherAddress(invitation.email, account?.email ?? '')}</Notice>
          <div className="flex flex-wrap gap-2">
            <SwitchAccount />
            <AskInstead address={invitation.address} />
          </div>
          <CodeLine code="invitation_for_other_address" />
        </div>
      )}
    </Centred>
  );
}

function Facts({ invitation }: { readonly invitation: OpenedInvitation }) {
  const text = useText();
  const words = text.invitation;
  const until = new Date(invitation.expiresAtMs).toLocaleString(text.locale, {
    dateStyle: 'long',
    timeStyle: 'short',
  });
  const facts: readonly (readonly [string, string])[] = [
    [words.by, invitation.by],
    [words.as, words.roles[invitation.role]],
    [words.for, invitation.email],
    [words.until, until],
  ];
  return (
    <>
      <dl aria-label={words.facts} className="mb-2 border-line border-t">
        {facts.map(([label, value]) => (
          <div key={label} className="flex gap-4 border-line border-b py-2.5">
            <dt className="w-24 shrink-0 text-ink-2">{label}</dt>
            <dd className="min-w-0 break-words font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mb-6 text-ink-2 text-sm">{words.checked}</p>
    </>
  );
}

function Join({ pending, invitation, onJoined }: InvitationEntranceProps) {
  const text = useText().invitation;
  const port = usePort();
  const navigate = useNavigate();
  const task = useTask();
  const [typed, setTyped] = useState('');
  const [joined, setJoined] = useState(false);
  const [givenUp, setGivenUp] = useState(false);
  const words = typedWords(typed);
  const begun = useRef(false);

  const { run } = task;
  const join = useCallback(
    async (given?: readonly string[], known?: 'was given up') => {
      const accepted = await run(() =>
        port.administration.invitations.accept(pending.fragment, given, known),
      );
      if (accepted === undefined) return;
      setJoined(true);
      const { address, waits } = accepted.value;
      if (waits) onJoined(accepted.value);
      else await navigate({ to: '/$organization', params: { organization: address }, replace: true });
      forgetInvitation();
    },
    [run, port, pending.fragment, onJoined, navigate],
  );
  // Whoever signed up or in for this invitation has said already that they want to join.
  const goesOn = pending.isWanted === true && !invitation.needsWords;
  useEffect(() => {
    if (!goesOn || begun.current) return;
    begun.current = true;
    void join();
  }, [goesOn, join]);

  const given = invitation.needsWords ? words : undefined;
  if (task.refusal?.code === 'address_known_otherwise') {
    return (
      <KnownOtherwise
        address={invitation.address}
        onGivenUp={() => {
          setGivenUp(true);
          void join(given, 'was given up');
        }}
      />
    );
  }
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void join(given, givenUp ? 'was given up' : undefined);
      }}
    >
      <RefusalNotice refusal={task.refusal} />
      {invitation.needsWords && (
        <>
          <p className="text-ink-2">{text.wordsLead}</p>
          <TextField
            label={text.words}
            hint={typed === '' ? text.wordsHint : text.wordsCount(words.length)}
            name="invitation-words"
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            mono
            required
            autoFocus
            value={typed}
            onValueChange={setTyped}
          />
        </>
      )}
      <Button
        kind="primary"
        type="submit"
        busy={task.busy || joined}
        disabled={invitation.needsWords && words.length !== wordCount}
      >
        {text.accept}
      </Button>
      <p role="status" className="min-h-10 text-ink-2 text-sm">
        {task.busy && text.joining}
      </p>
    </form>
  );
}
