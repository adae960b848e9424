import type { MemberView } from '@postern/client';
import { Button, ConfirmDanger, Section, useText } from '@postern/ui';
import { useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { RefusalNotice } from '../../../refusal-text.tsx';
import { useMay, WhyNot } from '../shared/may.tsx';
import { SetLine } from '../shared/set-line.tsx';
import { useChange } from '../shared/use-change.ts';

/** Custody and ownership, which only the owner gives. */
export function MemberCustody({ member }: { readonly member: MemberView }) {
  const text = useText();
  const may = useMay();
  const { people } = usePort().administration;
  const change = useChange();
  const [transferring, setTransferring] = useState(false);
  const mine = may.isOwner && may.now && !member.isSelf && member.status === 'active';
  const acting = mine && member.link === 'linked' && !member.unheard;
  return (
    <>
      <Section
        title={text.member.custodianTitle}
        lead={text.member.custodianLead}
        aside={
          mine &&
          (member.custodian ? (
            <Button
              busy={change.busy}
              onClick={() =>
                void change.make({
                  operation: () => people.removeCustodian(member.id),
                  said: text.member.endedCustodian(member.email),
                  undo: () => people.addCustodian(member.id),
                })
              }
            >
              {text.member.endCustodian}
            </Button>
          ) : (
            acting && (
              <Button
                busy={change.busy}
                onClick={() =>
                  void change.make({
                    operation: () => people.addCustodian(member.id),
                    said: text.member.madeCustodian(member.email),
                    undo: () => people.removeCustodian(member.id),
                  })
                }
              >
                {text.member.makeCustodian}
              </Button>
            )
          ))
        }
      >
        <RefusalNotice refusal={change.refusal} />
        <p>
          {member.custodian ? text.member.isCustodian : text.member.isNoCustodian}{' '}
          <SetLine set={member.set.custodian} />
        </p>
        {!may.isOwner && <WhyNot>{text.administration.ownerOnly}</WhyNot>}
      </Section>
      {acting && (
        <Section
          title={text.member.transferTitle}
          lead={text.member.transferLead}
          aside={<Button onClick={() => setTransferring(true)}>{text.member.transfer}</Button>}
        />
      )}
      {transferring && (
        <ConfirmDanger
          open
          onOpenChange={setTransferring}
          title={text.member.transferTitle}
          consequence={text.member.transferConsequence(member.email)}
          action={text.member.transfer}
          typed={member.email}
          busy={change.busy}
          onConfirm={() =>
            void change
              .make({
                operation: () => people.transferOwnership(member.id),
                said: text.member.transferred(member.email),
              })
              .then((done) => done && setTransferring(false))
          }
        >
          <RefusalNotice refusal={change.refusal} />
        </ConfirmDanger>
      )}
    </>
  );
}
