import { buttonOf } from '@postern/access';
import { isReservedAddress } from '@postern/core';
import { Button, type ButtonKind, buttonClass, useText } from '@postern/ui';
import { Link, useNavigate } from '@tanstack/react-router';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { invitationPath, noteInvitation, usePendingInvitation } from './pending-invitation.ts';

const wanted = () => noteInvitation({ isWanted: true });

/** Sign-up and sign-in on the way to joining; both come back here by themselves. */
export function SignInFirst() {
  const text = useText().invitation;
  const { server } = useSnapshot();
  const email = usePendingInvitation()?.email;
  const mayBeNew = server?.signup !== 'closed';
  return (
    <div className="flex flex-col gap-4">
      <p className="break-words text-ink-2">
        {email !== undefined && text.signedOutFor(email)} {text.signedOutLead}
      </p>
      <div className="flex flex-wrap gap-2">
        {mayBeNew && (
          <Link to="/sign-up" onClick={wanted} className={buttonClass('primary')}>
            {text.signUp}
          </Link>
        )}
        <Link
          to="/sign-in"
          search={{ next: invitationPath }}
          onClick={wanted}
          className={buttonClass(mayBeNew ? 'secondary' : 'primary')}
        >
          {text.signIn}
        </Link>
      </div>
    </div>
  );
}

/**
 * Goes to the gate at this address, where whoever is signed in asks for an invitation of their own and is let in from there.
 * DEFENCE: what the server names is a way to that page alone, which tells a stranger nothing and asks them for nothing.
 */
export function AskInstead({ address }: { readonly address: unknown }) {
  if (typeof address !== 'string' || !/^[a-z0-9-]{2,40}$/.test(address) || isReservedAddress(address))
    return null;
  return (
    <Link to="/$organization" params={{ organization: address }} className={buttonClass()}>
      {buttonOf('request_invitation')}
    </Link>
  );
}

/** Signs out here and asks for the account that the invitation was sent to. The link stays open meanwhile. */
export function SwitchAccount({ kind = 'primary' }: { readonly kind?: ButtonKind }) {
  const port = usePort();
  const navigate = useNavigate();
  const change = async () => {
    wanted();
    await port.account.signOut();
    await navigate({ to: invitationPath, replace: true });
  };
  return (
    <Button kind={kind} onClick={() => void change()}>
      {buttonOf('switch_account')}
    </Button>
  );
}
