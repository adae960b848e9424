import type { Permission } from '@postern/client';
import { Notice, useText } from '@postern/ui';
import type { ReactNode } from 'react';
import { useOpenOrganization, useSnapshot } from '../../../port-context.tsx';
import { isBlockingAlarm } from '../../../refusal-text.tsx';
import { AskHere } from '../../asking/ask-here.tsx';

/** A permission that can be given to somebody one by one; what only the owner may is none of them. */
export type GrantedPermission = Exclude<Permission, 'recovery.manage'>;

export interface May {
  /** Whether this member holds it, and changes can be made at all now. */
  readonly change: (permission: GrantedPermission) => boolean;
  readonly holds: (permission: GrantedPermission) => boolean;
  readonly isOwner: boolean;
  /** Online, and nothing contradicts what this device knows. */
  readonly now: boolean;
}

/** What this member may do here. The ledger decides in the end; this decides what is offered. */
export function useMay(): May {
  const { isOwner, permissions } = useOpenOrganization();
  const { online, alarm } = useSnapshot();
  const now = online && !isBlockingAlarm(alarm);
  const holds = (permission: GrantedPermission) => isOwner || permissions.includes(permission);
  return { holds, change: (permission) => now && holds(permission), isOwner, now };
}

/** Says which permission is missing and who can grant it. Nothing when it is held. */
export function MissingPermission({ permission }: { readonly permission: GrantedPermission }) {
  const text = useText();
  const may = useMay();
  const { address } = useOpenOrganization();
  if (may.now && may.holds(permission)) return null;
  return (
    <div className="mb-5">
      {may.now ? (
        <Notice title={text.administration.mayNot(text.administration.permissions[permission].name)}>
          <p className="text-ink-2">{text.administration.grantedBy}</p>
          <AskHere address={address} code="permission_missing" about={{ kind: 'permission', permission }} />
        </Notice>
      ) : (
        <Notice>{text.administration.offline}</Notice>
      )}
    </div>
  );
}

/** A quiet line where something is not offered, that says why. */
export function WhyNot({ children }: { readonly children: ReactNode }) {
  return <p className="text-ink-2 text-sm">{children}</p>;
}
