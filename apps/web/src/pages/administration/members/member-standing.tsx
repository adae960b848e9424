import type { MemberView } from '@postern/client';
import { Button, Section, useText } from '@postern/ui';
import { useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { RefusalNotice } from '../../../refusal-text.tsx';
import { sayDay, sayMoment } from '../shared/days.ts';
import { SetLine } from '../shared/set-line.tsx';
import { useChange } from '../shared/use-change.ts';
import { EndDialog } from './end-dialog.tsx';
import { MemberStatusTags } from './member-facts.tsx';
import type { MemberChanges } from './use-member-changes.ts';

/** The protocol allows a day at most: an exemption helps somebody in, it is not a way to live. */
const exemptionMs = 24 * 60 * 60 * 1000;

export interface MemberPartProps {
  readonly member: MemberView;
  readonly changes: MemberChanges;
  readonly mayChange: boolean;
}

/** Whether the member can come in, until when, and with what exemption. */
export function MemberStanding({ member, changes, mayChange }: MemberPartProps) {
  const text = useText();
  const { people } = usePort().administration;
  const exemption = useChange();
  const [settingEnd, setSettingEnd] = useState(false);
  const others = mayChange && !member.isSelf && member.role !== 'owner';
  const exempt = member.exemptUntilMs !== undefined && member.exemptUntilMs > Date.now();
  const setExemption = (untilMs: number | null) =>
    exemption.make({
      operation: () => people.exempt(member.id, untilMs),
      said: untilMs === null ? text.member.notExempt : text.member.exempted(sayMoment(untilMs, text.locale)),
      undo: () => people.exempt(member.id, untilMs === null ? (member.exemptUntilMs ?? null) : null),
    });
  return (
    <>
      <Section
        title={text.member.standing}
        lead={text.member.statusSays[member.status]}
        aside={
          others &&
          (member.status === 'active' ? (
            <Button busy={changes.busy} onClick={() => void changes.disable([member])}>
              {text.members.disable}
            </Button>
          ) : member.status === 'disabled' ? (
            <Button kind="primary" busy={changes.busy} onClick={() => void changes.enable([member])}>
              {text.members.enable}
            </Button>
          ) : undefined)
        }
      >
        <dl className="flex flex-col gap-3">
          <Fact name={text.members.status}>
            <MemberStatusTags member={member} /> <SetLine set={member.statusSet} />
          </Fact>
          <Fact name={text.member.endLabel}>
            {member.endsAtMs === undefined ? text.administration.never : sayDay(member.endsAtMs, text.locale)}{' '}
            <SetLine set={member.set.end} />
            {others && (
              <Button size="small" className="ml-2" onClick={() => setSettingEnd(true)}>
                {text.administration.change}
              </Button>
            )}
          </Fact>
        </dl>
      </Section>
      {member.status !== 'removed' && (
        <Section
          title={text.member.factorTitle}
          lead={text.member.factorLead}
          aside={
            mayChange &&
            !member.isSelf &&
            (exempt ? (
              <Button busy={exemption.busy} onClick={() => void setExemption(null)}>
                {text.member.endExemption}
              </Button>
            ) : (
              <Button busy={exemption.busy} onClick={() => void setExemption(Date.now() + exemptionMs)}>
                {text.member.exempt}
              </Button>
            ))
          }
        >
          <RefusalNotice refusal={exemption.refusal} />
          <p className="text-sm">
            {exempt && member.exemptUntilMs !== undefined
              ? text.member.exempted(sayMoment(member.exemptUntilMs, text.locale))
              : text.member.notExempt}{' '}
            <SetLine set={member.set.exemption} />
          </p>
        </Section>
      )}
      {settingEnd && (
        <EndDialog
          members={[member]}
          busy={changes.busy}
          onClose={() => setSettingEnd(false)}
          onSet={(endsAtMs) => {
            setSettingEnd(false);
            void changes.setEnd([member], endsAtMs);
          }}
        />
      )}
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div className="grid gap-x-4 gap-y-1 sm:grid-cols-[8rem_1fr]">
      <dt className="text-ink-2">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
