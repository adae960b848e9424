import {
  Button,
  buttonClass,
  CodeGroups,
  CopyButton,
  Notice,
  Page,
  ProgressLine,
  QrCode,
  useText,
} from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { useCallback, useEffect, useRef } from 'react';
import { appBase } from '../../app-shell/base.ts';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { useStepUp } from '../second-factor/step-up.tsx';
import { copyForAWhile } from '../vault/clipboard.ts';

/** Shows a code for the phone and follows it until the phone is paired. */
export function PairPhonePage() {
  const text = useText();
  const words = text.phone.pairing;
  const port = usePort();
  const { pairing } = useSnapshot();
  const stepUp = useStepUp();
  const { run, busy, refusal } = useTask();
  const begun = useRef(false);

  const begin = useCallback(() => run(() => stepUp(() => port.phone.beginPairing())), [run, stepUp, port]);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void begin();
  }, [begin]);
  // Whoever leaves the page shows the code no longer, so it works no longer.
  useEffect(() => () => void port.phone.cancelPairing(), [port]);

  const again = (
    <Button kind="primary" busy={busy} onClick={() => void begin()}>
      {words.again}
    </Button>
  );
  const back = (
    <Link to="/account/key-storage" className={buttonClass('secondary')}>
      {words.toKeyStorage}
    </Link>
  );
  if (pairing?.state === 'paired') {
    return (
      <Page title={words.doneTitle}>
        <div className="flex flex-col items-start gap-5">
          <Notice tone="in" urgent>
            {words.done(pairing.label)}
          </Notice>
          <Link to="/account/key-storage" className={buttonClass('primary')}>
            {words.toKeyStorage}
          </Link>
        </div>
      </Page>
    );
  }
  if (pairing?.state === 'adding') {
    return (
      <Page title={words.title}>
        <ProgressLine label={words.adding(pairing.label)} />
      </Page>
    );
  }
  if (pairing?.state === 'answered') {
    return (
      <Page title={words.compareTitle} lead={words.compareLead(pairing.label)}>
        <div className="flex flex-col items-start gap-5">
          <CodeGroups label={words.digits} groups={[pairing.digits]} />
          <RefusalNotice refusal={refusal} />
          <div className="flex flex-wrap gap-2">
            <Button
              kind="primary"
              busy={busy}
              onClick={() => void run(() => stepUp(() => port.phone.confirmPairing()))}
            >
              {words.confirm}
            </Button>
            <Button busy={busy} onClick={() => void begin()}>
              {words.confirmNot}
            </Button>
          </div>
        </div>
      </Page>
    );
  }
  const failed = pairing?.state === 'failed' ? pairing.refusal : refusal;
  if (pairing?.state !== 'shown') {
    return (
      <Page title={words.title} lead={words.lead}>
        <div className="flex flex-col items-start gap-5">
          <RefusalNotice refusal={failed} />
          {failed === undefined ? (
            <ProgressLine label={text.frame.loading} />
          ) : (
            <div className="flex flex-wrap gap-2">
              {again}
              {back}
            </div>
          )}
        </div>
      </Page>
    );
  }
  return (
    <Page title={words.title} lead={words.lead}>
      <ShownCode code={pairing.text} expiresAtMs={pairing.expiresAtMs} />
      <div className="mt-6">{back}</div>
    </Page>
  );
}

function ShownCode({ code, expiresAtMs }: { readonly code: string; readonly expiresAtMs: number }) {
  const text = useText();
  const words = text.phone.pairing;
  const { server } = useSnapshot();
  const app = (server?.publicUrl ?? window.location.origin) + appBase;
  const until = new Date(expiresAtMs).toLocaleTimeString(text.locale, { hour: '2-digit', minute: '2-digit' });
  return (
    <div className="flex flex-wrap gap-x-8 gap-y-5">
      {/* An address, so that the phone's own camera opens the app; what follows the # reaches no server. */}
      <QrCode text={`${app}/phone/scan#${code}`} label={words.qr} size={256} />
      <div className="flex min-w-0 flex-1 basis-64 flex-col gap-4">
        <ol className="flex list-decimal flex-col gap-2 pl-5">
          <li>
            {words.openApp} <span className="break-all font-mono">{app}/</span> {words.openAppAfter}
          </li>
          <li>{words.scan}</li>
          <li>{words.point}</li>
        </ol>
        <p className="text-ink-2">{words.noCamera}</p>
        <div>
          <CopyButton label={words.copy} onCopy={() => copyForAWhile(code)} />
        </div>
        <p className="text-ink-2 text-sm">
          {words.secret} {words.ends(until)}
        </p>
      </div>
    </div>
  );
}
