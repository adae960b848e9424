import { useText } from '@postern/ui';
import { useNavigate } from '@tanstack/react-router';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { organizationIn } from './organization-in.ts';

/** The way of an owner who has no second factor any more: past it to the owner's door, and nowhere else. */
export function LostFactor({
  wanted,
  onExpired,
}: {
  readonly wanted: string | undefined;
  readonly onExpired: () => void;
}) {
  const text = useText();
  const port = usePort();
  const navigate = useNavigate();
  const task = useTask();
  const go = async () => {
    const begun = await task.run(async () => {
      const at = await port.account.signInAtOwnersDoor();
      if (!at.ok && at.code === 'ticket_expired') onExpired();
      return at;
    });
    if (begun === undefined) return;
    const organization = organizationIn(wanted);
    if (organization === undefined) await navigate({ to: '/recover' });
    else await navigate({ to: '/$organization/recover', params: { organization } });
  };
  return (
    <div className="mt-6 flex flex-col gap-2 text-ink-2 text-sm">
      <RefusalNotice refusal={task.refusal} />
      <button
        type="button"
        className="prose-link self-start rounded-sm text-left"
        aria-describedby="lost-factor"
        disabled={task.busy}
        onClick={() => void go()}
      >
        {text.ownersDoor.link}
      </button>
      <p id="lost-factor">{text.ownersDoor.linkLead}</p>
    </div>
  );
}
