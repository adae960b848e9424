import type { MadeInvitation } from '@postern/client';
import { IconButton, useText } from '@postern/ui';
import { X } from 'lucide-react';
import { LeaveGuard } from './leave-guard.tsx';
import { MadeInvitationView } from './made-invitation.tsx';

/** The new links of invitations that were sent again, shown this once. */
export function ResentPanel({
  made,
  onDismiss,
}: {
  readonly made: readonly MadeInvitation[];
  readonly onDismiss: () => void;
}) {
  const text = useText();
  if (made.length === 0) return null;
  return (
    <section
      aria-label={text.invitations.resendTitle}
      className="mb-6 rounded-xl border border-line bg-surface p-4"
    >
      <LeaveGuard active />
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">{text.invitations.resendTitle}</h2>
          <p className="text-ink-2 text-sm">{text.invitations.resendLead}</p>
        </div>
        <IconButton size="small" label={text.outcome.dismiss} onClick={onDismiss}>
          <X size={14} />
        </IconButton>
      </div>
      <ul className="mt-2 max-w-3xl">
        {made.map((one) => (
          <li key={one.invite} className="border-line border-t py-3">
            <MadeInvitationView made={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}
