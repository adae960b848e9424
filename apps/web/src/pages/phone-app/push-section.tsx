import { Button, Notice, Section, useText } from '@postern/ui';
import { useApprover, usePhone } from '../../phone/approver-context.tsx';
import { usePush } from '../../phone/use-push.ts';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';

/** Whether this phone is woken when a device asks, and what that tells to whom. */
export function PushSection() {
  const words = useText().phoneApp.push;
  const approver = useApprover();
  const { pairings } = usePhone();
  const { problem, turnOn, turnOff } = usePush(approver);
  const task = useTask();
  const isOn = pairings.some(({ hasPush }) => hasPush);
  return (
    <Section title={words.title} lead={words.lead}>
      <div className="flex flex-col items-start gap-3">
        <RefusalNotice refusal={task.refusal} />
        {problem !== undefined && (
          <Notice tone="need" urgent>
            {words[problem]}
          </Notice>
        )}
        {isOn ? (
          <>
            <p role="status">{words.isOn}</p>
            <Button busy={task.busy} onClick={() => void task.run(turnOff)}>
              {words.off}
            </Button>
          </>
        ) : (
          <Button busy={task.busy} onClick={() => void task.run(turnOn)}>
            {words.on}
          </Button>
        )}
      </div>
    </Section>
  );
}
