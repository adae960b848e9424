import { Button, buttonClass, Notice, useText } from '@postern/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { usePort, useSnapshot } from '../../../port-context.tsx';
import { sayDay } from '../shared/days.ts';

/**
 * Asks the owner twice a year whether the recovery kit is still at hand; put off, it comes back with the next sign-in. Tells
 * whoever can keep an organization that it is being given up.
 */
export function KitReminder() {
  const text = useText();
  const words = text.recoveryKey;
  const { recoveryKey: port } = usePort().administration;
  const queries = useQueryClient();
  const { entered } = useSnapshot();
  const open = entered?.open;
  // Read again with whatever the administration has changed.
  const queryKey = ['administration', 'kit-due', open?.id];
  const mayKeep = open?.isOwner === true || open?.permissions.includes('members.manage') === true;
  const { data } = useQuery({ queryKey, queryFn: () => port.read(), enabled: mayKeep, gcTime: 0 });
  if (open === undefined || data?.ok !== true) return null;
  const { due, abandonment, madeBy } = data.value;
  const toPage = (label: string) => (
    <Link
      to="/$organization/administration/recovery-key"
      params={{ organization: open.address }}
      className={buttonClass('secondary', 'small')}
    >
      {label}
    </Link>
  );
  if (abandonment !== undefined) {
    return (
      <div className="px-4 pt-3 sm:px-6">
        <Notice tone="loss" action={toPage(text.giveUp.see)}>
          {text.giveUp.running(sayDay(abandonment.endsAtMs, text.locale))}
        </Notice>
      </div>
    );
  }
  if (!due) return null;
  const putOff = async () => {
    await port.putOff();
    await queries.invalidateQueries({ queryKey });
  };
  return (
    <div className="px-4 pt-3 sm:px-6">
      <Notice
        tone="need"
        title={madeBy === undefined ? words.dueTitle : words.foreignTitle(madeBy)}
        action={
          <span className="flex flex-wrap gap-2">
            {toPage(madeBy === undefined ? words.confirm : words.foreignMake)}
            <Button size="small" onClick={() => void putOff()}>
              {words.putOff}
            </Button>
          </span>
        }
      >
        {madeBy === undefined ? words.dueLead : words.foreignLead}
      </Notice>
    </div>
  );
}
