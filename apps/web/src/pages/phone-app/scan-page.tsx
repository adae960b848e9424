import { Notice, Page, useText } from '@postern/ui';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useApprover } from '../../phone/approver-context.tsx';
import { ScanCode } from '../../scan/scan-code.tsx';
import { InApp } from './in-app.tsx';
import { PairHere } from './pair-here.tsx';
import { keepScannedCode } from './scanned-code.ts';

/** Reads a code of either kind: one pairs this phone, the other leads to the device that asks. */
export function ScanPage() {
  return <InApp>{() => <Scan />}</InApp>;
}

function Scan() {
  const words = useText().phoneApp.code;
  const approver = useApprover();
  const navigate = useNavigate();
  const [pairing, setPairing] = useState<string>();
  const [problem, setProblem] = useState<'unknown' | 'notHere'>();

  const take = async (read: string) => {
    setProblem(undefined);
    const code = await approver.readCode(read);
    if (code === undefined) {
      setProblem('unknown');
    } else if (code.kind === 'pairing') {
      setPairing(read);
    } else {
      // The request may be younger than what the phone knows.
      await approver.refresh();
      if (!approver.snapshot().requests.some(({ id }) => id === code.request)) {
        setProblem('notHere');
        return;
      }
      keepScannedCode(code.request, read);
      await navigate({ to: '/phone/requests/$request', params: { request: code.request }, replace: true });
    }
  };

  // The phone's own camera opens the address that stands in a pairing code. STRICTER: a code of a device that asks counts
  // only when it was scanned here, since anybody can send a link.
  useEffect(() => {
    const linked = window.location.hash;
    if (linked === '') return;
    void navigate({ to: '/phone/scan', hash: '', replace: true });
    void approver.readCode(linked).then((code) => {
      if (code?.kind === 'pairing') setPairing(linked);
      else setProblem('unknown');
    });
  }, [approver, navigate]);

  if (pairing !== undefined) return <PairHere code={pairing} onAgain={() => setPairing(undefined)} />;
  return (
    <Page title={words.title} lead={words.lead}>
      <div className="flex flex-col gap-4">
        {problem !== undefined && (
          <Notice tone="need" urgent>
            {words[problem]}
          </Notice>
        )}
        <ScanCode
          isMain
          onScreen
          onText={(read) => void take(read)}
          typed={{ label: words.typed, hint: words.typedHint }}
        />
      </div>
    </Page>
  );
}
