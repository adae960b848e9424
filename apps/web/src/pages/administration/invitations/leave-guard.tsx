import { Button, Dialog, useText } from '@postern/ui';
import { useBlocker } from '@tanstack/react-router';

/** Asks before links and words that are shown once go out of sight. */
export function LeaveGuard({ active }: { readonly active: boolean }) {
  const text = useText();
  const blocker = useBlocker({
    shouldBlockFn: () => active,
    enableBeforeUnload: () => active,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && blocker.reset()}
      title={text.invite.leaveTitle}
      description={text.invite.leave}
      footer={
        <>
          <Button onClick={() => blocker.reset()}>{text.invite.stay}</Button>
          <Button kind="primary" onClick={() => blocker.proceed()}>
            {text.invite.leaveNow}
          </Button>
        </>
      }
    />
  );
}
