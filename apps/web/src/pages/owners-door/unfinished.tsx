import type { RecoveryView } from '@postern/client';
import { Button, buttonClass, Page, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { ComeBack } from './come-back.tsx';

/** The gate lets the owner in, and this device has no key to go in with: the kit's steps, begun once more. */
export function Unfinished({
  address,
  onDone,
}: {
  readonly address: string;
  readonly onDone: (entered: boolean) => void;
}) {
  const text = useText();
  const words = text.ownersDoor;
  const port = usePort();
  const begin = useTask();
  const [begun, setBegun] = useState<RecoveryView>();
  const start = async () => {
    const read = await begin.run(() => port.account.beginRecovery(address));
    if (read !== undefined) setBegun(read.value);
  };
  if (begun !== undefined) return <ComeBack rules={[]} begun={begun} onBegun={setBegun} onDone={onDone} />;
  return (
    <Page title={words.unfinishedTitle} lead={words.unfinishedLead(address)}>
      <div className="flex flex-col gap-4">
        <RefusalNotice refusal={begin.refusal} />
        <div className="flex flex-wrap gap-2">
          <Button kind="primary" busy={begin.busy} onClick={() => void start()}>
            {begin.busy ? text.comeBack.reading : words.enter}
          </Button>
          <Link to="/$organization" params={{ organization: address }} className={buttonClass('secondary')}>
            {words.open}
          </Link>
        </div>
      </div>
    </Page>
  );
}
