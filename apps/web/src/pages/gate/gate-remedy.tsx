import { buttonOf, type Denial, type DenialCode, type Remedy } from '@postern/access';
import { Button, buttonClass, CodeGroups, CopyButton, useText } from '@postern/ui';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { reloadNewest } from '../../app-shell/newer-build.ts';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { usePendingInvitation } from '../invitation/pending-invitation.ts';
import { acceptedLevel } from '../second-factor/accepted-factors.ts';
import { AskRemedy } from './ask-remedy.tsx';
import { ConfirmIdentity } from './confirm-identity.tsx';
import { copyPlainly } from './copy-plainly.ts';
import { placePath } from './place-path.ts';
import { FactToCopy, RemedyRow } from './remedy-row.tsx';
import { GiveHere, SetUpHere } from './second-factor-here.tsx';

export interface GateRemedyProps {
  readonly remedy: Remedy;
  /** The denial it is a remedy of. */
  readonly code: DenialCode;
  /** At most one remedy on a page is the main one. */
  readonly primary: boolean;
  readonly address: string;
  readonly params: Denial['params'];
  readonly onRetry: () => void;
  /** Keeps this page until `onRetry`, although the gate may open meanwhile. */
  readonly onHold: () => void;
}

/** One thing the person can do, with its button where this very screen can do it. */
export function GateRemedy({ remedy, code, primary, address, params, onRetry, onHold }: GateRemedyProps) {
  const text = useText();
  const port = usePort();
  const navigate = useNavigate();
  const router = useRouter();
  const kind = primary ? 'primary' : 'secondary';
  const accepted = acceptedLevel(params.acceptedFactors);

  const words = buttonOf(remedy.code);
  const button = (onClick: () => void) => (
    <Button kind={kind} onClick={onClick}>
      {words}
    </Button>
  );
  const toSignIn = () => void navigate({ to: '/sign-in', search: { next: `/${address}` } });

  if (remedy.kind === 'ask') {
    return <AskRemedy remedy={remedy} code={code} address={address} primary={primary} />;
  }
  switch (remedy.code) {
    case 'confirm_identity':
      return <ConfirmIdentity remedy={remedy} onDone={onRetry} />;
    case 'set_up_second_factor':
      return (
        <SetUpHere remedy={remedy} primary={primary} accepted={accepted} onHold={onHold} onDone={onRetry} />
      );
    case 'use_second_factor':
      return <GiveHere remedy={remedy} primary={primary} accepted={accepted} onDone={onRetry} />;
    case 'see_operator':
      return <SeeOperator remedy={remedy} />;
    case 'read_words':
      return <ReadWords remedy={remedy} />;
    case 'open_invitation':
      return <OpenInvitation remedy={remedy} />;
    case 'sign_in':
      return <RemedyRow remedy={remedy} action={button(toSignIn)} />;
    case 'switch_account':
      return <RemedyRow remedy={remedy} action={button(() => void port.account.signOut().then(toSignIn))} />;
    case 'change_network':
      return (
        <RemedyRow remedy={remedy} action={button(onRetry)}>
          {typeof params.address === 'string' && (
            <FactToCopy
              label={text.gate.address}
              fact={params.address}
              copy={<Copy label={text.gate.copyAddress} fact={params.address} />}
            />
          )}
        </RemedyRow>
      );
    case 'try_again':
    case 'wait_for_owner':
    case 'go_online':
      return <RemedyRow remedy={remedy} action={button(onRetry)} />;
    case 'reload':
    case 'update_client':
      return <RemedyRow remedy={remedy} action={button(() => void reloadNewest())} />;
    case 'go_back':
      return <RemedyRow remedy={remedy} action={button(() => router.history.back())} />;
    case 'enter_recovery_code':
    case 'give_up_organization':
    case 'search_recovery_kit':
      return (
        <RemedyRow
          remedy={remedy}
          action={
            <Link
              to="/$organization/recover"
              params={{ organization: address }}
              search={remedy.code === 'search_recovery_kit' ? { lost: true } : {}}
              className={buttonClass(kind)}
            >
              {words}
            </Link>
          }
        />
      );
    case 'make_recovery_kit':
      return (
        <RemedyRow
          remedy={remedy}
          action={
            <Link to="/$organization/setup" params={{ organization: address }} className={buttonClass(kind)}>
              {words}
            </Link>
          }
        />
      );
    default: {
      const path = remedy.to === undefined ? undefined : placePath(remedy.to, address);
      return (
        <RemedyRow
          remedy={remedy}
          action={
            path !== undefined && (
              <Link to={path} className={buttonClass(kind)}>
                {words}
              </Link>
            )
          }
        />
      );
    }
  }
}

function Copy({ label, fact }: { readonly label: string; readonly fact: string }): ReactNode {
  return <CopyButton label={label} onCopy={() => copyPlainly(fact)} />;
}

function SeeOperator({ remedy }: { readonly remedy: Remedy }) {
  const text = useText();
  const { server } = useSnapshot();
  return (
    <RemedyRow
      remedy={{
        ...remedy,
        explanation:
          server?.supportContact === undefined
            ? text.denial.noContact
            : text.denial.contact(server.supportContact),
      }}
    />
  );
}

function ReadWords({ remedy }: { readonly remedy: Remedy }) {
  const text = useText();
  const { account } = useSnapshot();
  return (
    <RemedyRow remedy={remedy}>
      <div className="mt-3">
        <CodeGroups label={text.account.fingerprint} groups={account?.fingerprintWords ?? []} />
      </div>
    </RemedyRow>
  );
}

function OpenInvitation({ remedy }: { readonly remedy: Remedy }) {
  const pending = usePendingInvitation();
  return (
    <RemedyRow
      remedy={remedy}
      action={
        pending !== undefined && (
          <Link to="/invitation" className={buttonClass('primary')}>
            {buttonOf(remedy.code)}
          </Link>
        )
      }
    />
  );
}
