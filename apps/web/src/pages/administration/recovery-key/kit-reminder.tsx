import { Button, buttonClass, Notice, useText } from '@postern/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { usePort, useSnapshot } from '../../../port-context.tsx';

/** Asks the owner twice a year whether the recovery kit is still at hand; put off, it comes back with the next sign-in. */
export function KitReminder() {
  const words = useText().recoveryKey;
  const { recoveryKey: port } = usePort().administration;
  const queries = useQueryClient();
  const { entered } = useSnapshot();
  const open = entered?.open;
  // Read again with whatever the administration has changed.
  const queryKey = ['administration', 'kit-due', open?.id];
  const { data: due } = useQuery({
    queryKey,
    queryFn: async () => {
      const read = await port.read();
      return read.ok && read.value.due;
    },
    enabled: open?.isOwner === true,
    gcTime: 0,
  });
  if (open === undefined || due !== true) return null;
  const putOff = async () => {
    await port.putOff();
    await queries.invalidateQueries({ queryKey });
  };
  return (
    <div className="px-4 pt-3 sm:px-6">
      <Notice
        tone="need"
        title={words.dueTitle}
        action={
          <span className="flex flex-wrap gap-2">
            <Link
              to="/$organization/administration/recovery-key"
              params={{ organization: open.address }}
              className={buttonClass('secondary', 'small')}
            >
              {words.confirm}
            </Link>
            <Button size="small" onClick={() => void putOff()}>
              {words.putOff}
            </Button>
          </span>
        }
      >
        {words.dueLead}
      </Notice>
    </div>
  );
}
