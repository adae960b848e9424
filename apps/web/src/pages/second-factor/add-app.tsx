import type { NewTotp, SecondFactorView } from '@postern/client';
import { Button, CopyButton, Notice, QrCode, SkeletonRows, TextField, useText } from '@postern/ui';
import { useCallback, useEffect, useRef, useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useFocusOnRefusal } from '../../use-focus-on-refusal.ts';
import { useTask } from '../../use-task.ts';
import { copyForAWhile } from '../vault/clipboard.ts';
import { useStepUp } from './step-up.tsx';

/** Adds an authenticator app: its secret as QR code and text, and a first code that shows it arrived. */
export function AddApp({ onAdded }: { readonly onAdded: (factor: SecondFactorView) => void }) {
  const text = useText();
  const words = text.secondFactor.app;
  const port = usePort();
  const stepUp = useStepUp();
  const begin = useTask();
  const finish = useTask();
  const codeField = useFocusOnRefusal(finish.refusal);
  const [secret, setSecret] = useState<NewTotp>();
  const [expired, setExpired] = useState(false);
  const [name, setName] = useState(words.defaultName);
  const [code, setCode] = useState('');
  const begun = useRef(false);

  const { run } = begin;
  const draw = useCallback(async () => {
    const drawn = await run(() => stepUp(() => port.secondFactor.beginTotp()));
    if (drawn !== undefined) setSecret(drawn.value);
  }, [run, stepUp, port]);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    void draw();
  }, [draw]);

  const submit = async () => {
    const added = await finish.run(async () => {
      const result = await stepUp(() => port.secondFactor.finishTotp(name.trim(), code));
      if (!result.ok && result.code === 'ticket_expired') {
        setExpired(true);
        await draw();
      }
      return result;
    });
    if (added === undefined) setCode('');
    else onAdded(added.value);
  };

  if (secret === undefined) {
    if (begin.refusal === undefined) return <SkeletonRows rows={2} label={text.frame.loading} />;
    return (
      <div className="flex flex-col gap-3">
        <RefusalNotice refusal={begin.refusal} />
        <Button className="self-start" onClick={() => void draw()}>
          {text.controls.tryAgain}
        </Button>
      </div>
    );
  }
  return (
    <form
      className="flex flex-col gap-4"
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {expired ? (
        <Notice tone="need" urgent>
          {words.expired}
        </Notice>
      ) : (
        <RefusalNotice refusal={finish.refusal} />
      )}
      <div className="flex flex-wrap gap-5">
        <QrCode text={secret.uri} label={words.qr} />
        <div className="flex min-w-0 flex-1 basis-56 flex-col gap-3">
          <p>{words.scan}</p>
          <p className="text-ink-2">{words.cannotScan}</p>
          {/* In groups of four, so that it can be typed without losing the place. */}
          <p className="break-words font-mono text-md tracking-wide" translate="no">
            <span className="sr-only">{words.secret}: </span>
            {secret.secretB32.match(/.{1,4}/g)?.join(' ')}
          </p>
          <div className="flex flex-wrap items-center gap-3">
            <CopyButton label={words.copySecret} onCopy={() => copyForAWhile(secret.secretB32)} />
            <a href={secret.uri} className="prose-link sm:hidden">
              {words.open}
            </a>
          </div>
        </div>
      </div>
      <TextField
        label={text.secondFactor.name}
        hint={text.secondFactor.nameHint}
        value={name}
        onValueChange={setName}
        autoComplete="off"
        maxLength={60}
        required
      />
      <TextField
        ref={codeField}
        label={words.code}
        hint={words.codeHint}
        name="code"
        autoComplete="one-time-code"
        inputMode="numeric"
        mono
        required
        maxLength={12}
        value={code}
        onValueChange={setCode}
        className="max-w-52 tracking-widest"
      />
      <Button kind="primary" type="submit" className="self-start" busy={finish.busy}>
        {words.submit}
      </Button>
    </form>
  );
}
