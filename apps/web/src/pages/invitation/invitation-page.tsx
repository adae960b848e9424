import type { Refusal } from '@postern/core';
import { buttonClass, SkeletonRows, useText } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice, refusalSentence } from '../../refusal-text.tsx';
import { Centred } from '../gate/centred.tsx';
import { CodeLine } from '../gate/code-line.tsx';
import { InvitationEntrance } from './invitation-entrance.tsx';
import { noteInvitation, type PendingInvitation, usePendingInvitation } from './pending-invitation.ts';
import { AskInstead, SignInFirst, SwitchAccount } from './right-account.tsx';
import { WaitForKeys } from './wait-for-keys.tsx';

/** Where the link of an invitation leads: what it says, the right account, the words, and in. */
export function InvitationPage() {
  const all = useText();
  const text = all.invitation;
  const pending = usePendingInvitation();
  const [waitsAt, setWaitsAt] = useState<string>();
  if (waitsAt !== undefined) return <WaitForKeys address={waitsAt} />;
  if (pending === undefined) {
    return (
      <Centred title={text.noneTitle} lead={text.noneLead}>
        <Link to="/" className={buttonClass()}>
          {all.notFound.home}
        </Link>
      </Centred>
    );
  }
  return <OpenInvitation key={pending.number} pending={pending} onWaits={setWaitsAt} />;
}

function OpenInvitation({
  pending,
  onWaits,
}: {
  readonly pending: PendingInvitation;
  readonly onWaits: (address: string) => void;
}) {
  const text = useText();
  const words = text.invitation;
  const port = usePort();
  const { phase, account } = useSnapshot();
  const { data: opened } = useQuery({
    // INVARIANT: the secret is no part of the key.
    queryKey: ['invitation', pending.number, phase, account?.email],
    queryFn: () => port.administration.invitations.open(pending.fragment),
    enabled: phase === 'open' || phase === 'signed-out',
    gcTime: 0,
    staleTime: 0,
    throwOnError: true,
  });
  const email = opened?.ok === true ? opened.value.email : undefined;
  useEffect(() => {
    if (email !== undefined) noteInvitation({ email });
  }, [email]);

  if (opened === undefined) {
    return (
      <div className="mx-auto max-w-2xl py-12">
        <SkeletonRows rows={3} label={words.opening} />
      </div>
    );
  }
  if (!opened.ok) {
    const needsAccount = phase === 'signed-out' && opened.code === 'sign_in_required';
    if (opened.code === 'invitation_for_other_address') return <ForOtherAddress refusal={opened} />;
    if (opened.code === 'already_member') return <AlreadyMember />;
    return (
      <Centred
        title={needsAccount ? words.signInTitle : words.refusedTitle}
        lead={needsAccount ? undefined : words.refusedLead}
      >
        {needsAccount ? (
          <SignInFirst />
        ) : (
          <>
            <RefusalNotice refusal={opened} />
            <div className="mt-4">
              <Link to="/" className={buttonClass()}>
                {text.home.title}
              </Link>
            </div>
          </>
        )}
      </Centred>
    );
  }
  return (
    <InvitationEntrance
      pending={pending}
      invitation={opened.value}
      onJoined={({ address, waits }) => waits && onWaits(address)}
    />
  );
}

function ForOtherAddress({ refusal }: { readonly refusal: Refusal }) {
  const text = useText();
  return (
    <Centred title={refusalSentence(refusal)} lead={text.invitation.otherLead}>
      <div className="flex flex-wrap gap-2">
        <SwitchAccount />
        <AskInstead address={refusal.params?.address} />
        <Link to="/" className={buttonClass()}>
          {text.home.title}
        </Link>
      </div>
      <CodeLine code="invitation_for_other_address" />
    </Centred>
  );
}

/** Whoever opens an invitation twice, or somebody else's while being a member. */
function AlreadyMember() {
  const text = useText();
  return (
    <Centred title={text.invitation.memberTitle} lead={text.invitation.memberLead}>
      <div className="flex flex-wrap gap-2">
        <Link to="/" className={buttonClass('primary')}>
          {text.home.title}
        </Link>
        <SwitchAccount kind="secondary" />
      </div>
    </Centred>
  );
}
