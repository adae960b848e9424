import { buttonClass, Notice, useText } from '@postern/ui';

/** Where mail waits on a server that sends none yet. */
export function OutboxNotice() {
  const text = useText();
  return (
    <Notice
      title={text.signUp.outboxTitle}
      action={
        <a href="/outbox" target="_blank" rel="noreferrer" className={buttonClass('secondary', 'small')}>
          {text.signUp.outboxLink}
        </a>
      }
    >
      {text.signUp.outboxLead}
    </Notice>
  );
}
