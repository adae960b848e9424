import { buttonClass, CodeGroups, ProgressLine, useText } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { Centred } from '../gate/centred.tsx';

/** Joined, and nobody has vouched for the keys yet: the words to read out. Goes on by itself once somebody has. */
export function WaitForKeys({ address }: { readonly address: string }) {
  const text = useText().invitation;
  const port = usePort();
  const navigate = useNavigate();
  const { account, entered } = useSnapshot();
  const open = entered?.address === address ? entered.open : undefined;

  // Entering listens to the ledger, in which the keys arrive.
  useQuery({
    queryKey: ['gate', address, 'waits'],
    queryFn: () => port.organization.enter(address),
    gcTime: 0,
    throwOnError: true,
  });
  const { data: people } = useQuery({
    queryKey: ['people', address, open?.ledgerSeq],
    queryFn: () => port.administration.people.list(),
    enabled: open !== undefined,
    throwOnError: true,
  });
  const self = people?.ok === true ? people.value.find(({ isSelf }) => isSelf) : undefined;
  const isLinked = self?.link === 'linked';
  useEffect(() => {
    if (isLinked) void navigate({ to: '/$organization', params: { organization: address }, replace: true });
  }, [isLinked, navigate, address]);

  return (
    <Centred title={text.waitsTitle} lead={text.waitsLead}>
      <CodeGroups label={text.ownWords} groups={account?.fingerprintWords ?? []} />
      <div className="mt-6">
        <ProgressLine label={text.waiting} />
      </div>
      <Link
        to="/$organization"
        params={{ organization: address }}
        className={`${buttonClass('secondary')} mt-6`}
      >
        {text.enter}
      </Link>
    </Centred>
  );
}
