import { Button, Notice, useText } from '@postern/ui';
import { useState } from 'react';
import { Loaded } from '../../loaded.tsx';
import { usePort } from '../../port-context.tsx';
import { GetKeyBack } from '../key-storage/get-key-back.tsx';

/** The way of somebody who has lost the second factor and holds another way to the keys than the password. */
export function ResetByKey({
  onGiven,
  onExpired,
}: {
  readonly onGiven: () => void;
  readonly onExpired: () => void;
}) {
  const text = useText();
  const words = text.keyStorage.lostFactor;
  const port = usePort();
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <div className="mt-6 flex flex-col gap-2 text-ink-2 text-sm">
        <button
          type="button"
          className="prose-link self-start rounded-sm text-left"
          aria-describedby="reset-by-key"
          onClick={() => setOpen(true)}
        >
          {words.link}
        </button>
        <p id="reset-by-key">{words.lead}</p>
      </div>
    );
  }
  return (
    <section className="mt-6 flex flex-col gap-4 border-line border-t pt-6" aria-label={words.title}>
      <h2 className="font-semibold">{words.title}</h2>
      <Loaded of={['key-methods-for-factor']} load={port.account.keyMethodsForFactor}>
        {(methods) =>
          methods.some(({ kind }) => kind === 'qr' || kind === 'passkey') ? (
            <GetKeyBack
              methods={methods}
              give={async (given) => {
                const reset = await port.account.resetSecondFactors(given);
                if (!reset.ok && reset.code === 'ticket_expired') onExpired();
                return reset;
              }}
              onGiven={onGiven}
            />
          ) : (
            <Notice>{words.none}</Notice>
          )
        }
      </Loaded>
      <Button kind="quiet" className="self-start" onClick={() => setOpen(false)}>
        {text.controls.back}
      </Button>
    </section>
  );
}
