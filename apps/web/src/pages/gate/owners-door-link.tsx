import { leadsToOwnersDoor } from '@postern/access';
import { useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { useSnapshot } from '../../port-context.tsx';

/**
 * From row 8 on the way to the owner's door, for the owner by the ledger that this device verified, and for somebody of
 * whom it does not know.
 */
export function OwnersDoorLink({ code, address }: { readonly code: string; readonly address: string }) {
  const text = useText();
  const { entered } = useSnapshot();
  const isOther = entered?.address === address && entered.isOwner === false;
  if (!leadsToOwnersDoor(code) || isOther) return null;
  return (
    <p className="mt-4">
      <Link to="/$organization/recover" params={{ organization: address }} className="prose-link rounded-sm">
        {text.ownersDoor.linkDenial}
      </Link>
    </p>
  );
}
