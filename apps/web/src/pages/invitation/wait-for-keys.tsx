import { CodeGroups, ProgressLine, useText } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { Centred } from '../gate/centred.tsx';

/**
 * Joined, and nobody has vouched for the keys yet: the words to read out. The gate says `keys_pending` until somebody has,
 * and this page goes on by itself; whoever opens the organization later finds the same words on the denial.
 */
export function WaitForKeys({ address }: { readonly address: string }) {
  const text = useText().invitation;
  const port = usePort();
  const navigate = useNavigate();
  const { account, entered } = useSnapshot();
  const isInside = entered?.address === address && entered.open !== undefined;

  // Entering asks the gate; as long as it refuses, the client waits there and asks again.
  useQuery({
    queryKey: ['gate', address, 'waits'],
    queryFn: () => port.organization.enter(address),
    gcTime: 0,
    throwOnError: true,
  });
  useEffect(() => {
    if (isInside) void navigate({ to: '/$organization', params: { organization: address }, replace: true });
  }, [isInside, navigate, address]);

  return (
    <Centred title={text.waitsTitle} lead={text.waitsLead}>
      <CodeGroups label={text.ownWords} groups={account?.fingerprintWords ?? []} />
      <div className="mt-6">
        <ProgressLine label={text.waiting} />
      </div>
    </Centred>
  );
}
