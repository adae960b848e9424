import { type Denial, tellSomebody } from '@postern/access';
import { CopyButton, useText } from '@postern/ui';
import { useSnapshot } from '../../port-context.tsx';
import { refusalSentence } from '../../refusal-text.tsx';
import { copyPlainly } from './copy-plainly.ts';
import { RemedyRow } from './remedy-row.tsx';

export interface TellThemProps {
  readonly code: string;
  readonly params: Denial['params'];
  readonly address: string;
  readonly reference: string | undefined;
  /** Nothing else can be done here, so the message is shown, too. */
  readonly only: boolean;
}

/** A message for whoever can end the denial, ready to be sent by any way that both use. */
export function TellThem({ code, params, address, reference, only }: TellThemProps) {
  const text = useText();
  const { account, organizations } = useSnapshot();
  const organization = organizations.find((one) => one.address === address)?.name ?? `/${address}`;
  const message = text.gate.message({
    sentence: refusalSentence({ code, params }),
    email: account?.email ?? '',
    organization,
    code,
    reference,
  });
  return (
    <RemedyRow
      remedy={tellSomebody}
      action={<CopyButton label={tellSomebody.button} onCopy={() => copyPlainly(message)} />}
    >
      {only && (
        <p className="mt-3 whitespace-pre-line break-words rounded-lg bg-hover px-3.5 py-2.5 text-ink-2">
          {message}
        </p>
      )}
    </RemedyRow>
  );
}
