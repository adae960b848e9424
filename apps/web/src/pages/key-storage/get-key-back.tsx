import type { GivenKey, KeyMethodView } from '@postern/client';
import type { Result } from '@postern/core';
import { Button, classNames, Notice, useText } from '@postern/ui';
import { Fingerprint, QrCode, Smartphone } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { RefusalNotice } from '../../refusal-text.tsx';
import { ScanCode } from '../../scan/scan-code.tsx';
import { useTask } from '../../use-task.ts';
import { askPasskeyForKey, type KeyFailure } from './passkey-key.ts';

export interface GetKeyBackProps {
  /** The ways that the account has; those that cannot be used here are not offered. */
  readonly methods: readonly KeyMethodView[];
  /** Tries what the person gave. It is a secret: it goes to the client behind the port and nowhere else. */
  readonly give: (given: GivenKey) => Promise<Result<unknown>>;
  readonly onGiven?: (() => void) | undefined;
  /** What asks the account's phones, where they can be asked. */
  readonly phone?: ReactNode;
}

type Way = 'qr' | 'passkey' | 'phone';

const icons = { qr: QrCode, passkey: Fingerprint, phone: Smartphone };

/** Lets a person choose among the ways to their keys that exist, and give one. */
export function GetKeyBack({ methods, give, onGiven, phone }: GetKeyBackProps) {
  const words = useText().keyStorage.back;
  const has = (kind: Way) =>
    methods.some((method) => method.kind === kind && method.unpairedAtMs === undefined);
  const ways = (['qr', 'passkey', 'phone'] as const).filter(
    (way) => has(way) && (way !== 'phone' || phone !== undefined),
  );
  const [chosen, setChosen] = useState<Way>();
  const task = useTask();
  const way = chosen ?? (ways.length === 1 ? ways[0] : undefined);
  const submit = async (given: GivenKey) => {
    if ((await task.run(() => give(given))) !== undefined) onGiven?.();
  };

  if (ways.length === 0) return <Notice tone="need">{words.none}</Notice>;
  return (
    <div className="flex flex-col gap-5">
      {ways.length > 1 && (
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-2 font-medium">{words.choose}</legend>
          {ways.map((one) => {
            const Icon = icons[one];
            return (
              <Button
                key={one}
                className={classNames('justify-start', way === one && 'border-accent! text-accent!')}
                icon={<Icon size={16} aria-hidden="true" />}
                aria-pressed={way === one}
                onClick={() => {
                  task.clear();
                  setChosen(one);
                }}
              >
                {words[one]}
              </Button>
            );
          })}
        </fieldset>
      )}
      <RefusalNotice refusal={task.refusal} />
      {way === 'qr' && (
        <div className="flex flex-col gap-4">
          <p className="text-ink-2">{words.qrLead}</p>
          <ScanCode
            typed={{ label: words.qrLabel, hint: words.qrHint }}
            busy={task.busy}
            onText={(text) => void submit({ kind: 'qr', text })}
          />
        </div>
      )}
      {way === 'passkey' && <UsePasskey methods={methods} busy={task.busy} onGiven={submit} />}
      {way === 'phone' && phone}
    </div>
  );
}

function UsePasskey({
  methods,
  busy,
  onGiven,
}: {
  readonly methods: readonly KeyMethodView[];
  readonly busy: boolean;
  readonly onGiven: (given: GivenKey) => Promise<void>;
}) {
  const text = useText();
  const words = text.keyStorage.back;
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<KeyFailure>();
  const use = async () => {
    setFailure(undefined);
    setAsking(true);
    const credentials = methods.flatMap(({ credential }) => (credential === undefined ? [] : [credential]));
    const outcome = await askPasskeyForKey(credentials);
    setAsking(false);
    if (outcome.ok) await onGiven({ kind: 'passkey', prf: outcome.value });
    else setFailure(outcome.failure);
  };
  return (
    <div className="flex flex-col items-start gap-4">
      {failure !== undefined && (
        <Notice tone="need" urgent>
          {failure === 'no_key' ? words.wrongPasskey : text.secondFactor.failures[failure]}
        </Notice>
      )}
      <p className="text-ink-2">{words.passkeyLead}</p>
      <Button
        kind="primary"
        icon={<Fingerprint size={16} aria-hidden="true" />}
        busy={busy || asking}
        onClick={() => void use()}
      >
        {words.usePasskey}
      </Button>
    </div>
  );
}
