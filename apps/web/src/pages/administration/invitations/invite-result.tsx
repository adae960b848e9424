import type { InvitedAddress } from '@postern/client';
import type { RequestId } from '@postern/core';
import { Button, buttonClass, Notice, useText, useToast } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import { RefusalSentence } from '../../../refusal-text.tsx';
import { copyForAWhile } from '../../vault/clipboard.ts';
import { AdministrationPage } from '../administration-page.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { MadeInvitationView } from './made-invitation.tsx';

export interface InviteResultProps {
  readonly result: readonly InvitedAddress[];
  /** The request that this answers: whoever is done here goes back to it. */
  readonly request: RequestId | undefined;
  /** Goes back to the form, with what was refused still in the list. */
  readonly onMore: (failed: readonly string[]) => void;
}

/** What became of each address, with links and words that are shown this once. */
export function InviteResult({ result, request, onMore }: InviteResultProps) {
  const text = useText();
  const { organization } = useParams({ from: '/$organization' });
  const toast = useToast();
  const made = result.flatMap((one) => (one.ok ? [one.made] : []));
  const failed = result.flatMap((one) => (one.ok ? [] : [one]));
  const everything = made
    .map(({ email, link, words }) => [email, link, words?.join(' ')].filter(Boolean).join('\n'))
    .join('\n\n');
  const copyAll = async () => {
    const copied = await copyForAWhile(everything);
    toast(
      copied === undefined
        ? { message: text.entry.copyFailed, tone: 'loss' }
        : { message: text.controls.copied(copied.keptForSeconds) },
    );
  };
  return (
    <AdministrationPage
      title={text.invite.resultTitle}
      lead={text.invite.resultLead(made.length, failed.length)}
      action={
        <>
          {made.length > 1 && <Button onClick={() => void copyAll()}>{text.invite.copyAll}</Button>}
          <Button onClick={() => onMore([])}>{text.invite.another}</Button>
          {request === undefined ? (
            <Link
              to="/$organization/administration/invitations"
              params={{ organization }}
              className={buttonClass('primary')}
            >
              {text.administration.done}
            </Link>
          ) : (
            <Link
              to="/$organization/administration/requests/$request"
              params={{ organization, request }}
              className={buttonClass('primary')}
            >
              {text.administration.done}
            </Link>
          )}
        </>
      }
    >
      <LeaveGuard active={made.length > 0} />
      {failed.length > 0 && (
        <section className="mb-6">
          <Notice
            tone="need"
            title={text.invite.failedTitle}
            action={
              <Button size="small" onClick={() => onMore(failed.map(({ address }) => address))}>
                {text.invite.correct}
              </Button>
            }
          >
            <ul className="mt-1 flex flex-col gap-1 text-sm">
              {failed.map(({ address, refused }) => (
                <li key={address} className="break-words">
                  <span className="break-all font-medium">{address}</span>:{' '}
                  <RefusalSentence refusal={refused} />
                </li>
              ))}
            </ul>
          </Notice>
        </section>
      )}
      {made.length > 0 && (
        <>
          <Notice>{text.invite.once}</Notice>
          <ul className="mt-4 max-w-3xl border-line border-t">
            {made.map((one) => (
              <li key={one.invite} className="border-line border-b py-4">
                <MadeInvitationView made={one} />
              </li>
            ))}
          </ul>
        </>
      )}
    </AdministrationPage>
  );
}
