import type { FactorLevel } from '@postern/access';
import type { SecondFactorView } from '@postern/client';
import { Button, Notice, Tag, useText } from '@postern/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Fingerprint, Mail, Smartphone } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { type FactorKind, factorKinds, isAccepted } from './accepted-factors.ts';
import { AddApp } from './add-app.tsx';
import { AddMail } from './add-mail.tsx';
import { AddPasskey } from './add-passkey.tsx';
import { MakeBackupCodes } from './backup-codes.tsx';
import { hasPasskeys } from './passkey-ceremony.ts';

export interface SetUpSecondFactorProps {
  /** What is worth setting up here. */
  readonly accepted?: FactorLevel;
  /** Kinds the account cannot have twice. */
  readonly without?: readonly FactorKind[];
  /** The factor counts; its backup codes may still have to be shown. */
  readonly onAdded?: () => void;
  /** Set up, and the backup codes saved where there were none. */
  readonly onDone: () => void;
}

export const factorIcons: Readonly<Record<FactorKind, ReactNode>> = {
  passkey: <Fingerprint size={18} aria-hidden="true" />,
  totp: <Smartphone size={18} aria-hidden="true" />,
  mail: <Mail size={18} aria-hidden="true" />,
};

/** Choose a kind, set it up, save the backup codes: the same on the account's page and where an organization refuses. */
export function SetUpSecondFactor({
  accepted = 'any',
  without = [],
  onAdded,
  onDone,
}: SetUpSecondFactorProps) {
  const text = useText().secondFactor;
  const port = usePort();
  const queries = useQueryClient();
  const task = useTask();
  const [kind, setKind] = useState<FactorKind>();
  const [added, setAdded] = useState<SecondFactorView>();

  const finish = async (factor: SecondFactorView) => {
    onAdded?.();
    const known = await task.run(() => port.secondFactor.list());
    await queries.invalidateQueries({ queryKey: ['second-factors'] });
    if (known !== undefined && known.value.backupCodesLeft > 0) onDone();
    else setAdded(factor);
  };

  if (added !== undefined) {
    return (
      <div className="flex flex-col gap-4">
        <Notice tone="in">{text.done(added.name === '' ? text.names[added.kind] : added.name)}</Notice>
        <MakeBackupCodes onDone={onDone} />
      </div>
    );
  }
  if (kind === undefined) {
    const offered = factorKinds.filter((each) => isAccepted(each, accepted) && !without.includes(each));
    return (
      <ul aria-label={text.choose} className="border-line border-t">
        {offered.map((each, index) => (
          <li
            key={each}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-line border-b py-4"
          >
            <div className="flex min-w-0 flex-1 basis-64 items-start gap-3">
              <span className="mt-0.5 text-ink-3">{factorIcons[each]}</span>
              <div>
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  {text.names[each]}
                  <Tag tone={each === 'mail' ? 'need' : 'plain'}>{text.strengths[each]}</Tag>
                </p>
                <p className="text-ink-2">
                  {each === 'passkey' && !hasPasskeys() ? text.passkey.unsupported : text.leads[each]}
                </p>
              </div>
            </div>
            {(each !== 'passkey' || hasPasskeys()) && (
              <Button kind={index === 0 ? 'primary' : 'secondary'} onClick={() => setKind(each)}>
                {text.add[each]}
              </Button>
            )}
          </li>
        ))}
      </ul>
    );
  }
  const Add = { passkey: AddPasskey, totp: AddApp, mail: AddMail }[kind];
  return (
    <div className="flex max-w-lg flex-col gap-4">
      <RefusalNotice refusal={task.refusal} />
      <Add onAdded={(factor) => void finish(factor)} />
      <Button kind="quiet" size="small" className="self-start" onClick={() => setKind(undefined)}>
        {text.otherKind}
      </Button>
    </div>
  );
}
