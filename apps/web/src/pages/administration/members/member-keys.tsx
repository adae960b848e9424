import type { MemberView } from '@postern/client';
import { Button, CodeGroups, Section, TextField, useText } from '@postern/ui';
import { useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { RefusalNotice } from '../../../refusal-text.tsx';
import { useMay } from '../shared/may.tsx';
import { SetLine } from '../shared/set-line.tsx';
import { useChange } from '../shared/use-change.ts';

/**
 * Whether somebody off the server has vouched for the member's keys. For one who waits the words are asked for and not
 * shown: what can be read here would be confirmed without a call.
 */
export function MemberKeys({ member }: { readonly member: MemberView }) {
  const text = useText();
  const may = useMay();
  const { people } = usePort().administration;
  const change = useChange();
  const [words, setWords] = useState('');
  const isPending = member.link === 'pending';
  if (!isPending && !member.unheard && member.waitsFor === 0) {
    return (
      <Section title={text.member.keysTitle} lead={text.member.linked}>
        <CodeGroups label={text.member.keysTitle} groups={member.fingerprintWords} />
        <p className="mt-2">
          <SetLine set={member.set.link} />
        </p>
      </Section>
    );
  }
  const typed = words
    .toLowerCase()
    .split(/[\s,;]+/u)
    .filter(Boolean);
  const confirm = async () => {
    const done = await change.make({
      operation: () => people.confirmWords(member.id, typed),
      said: text.member.wordsConfirmed,
    });
    if (done) setWords('');
  };
  return (
    <Section
      title={isPending ? text.member.pendingTitle : text.member.unheardTitle}
      lead={isPending ? text.member.pendingLead : text.member.unheardLead}
    >
      <form
        className="flex max-w-lg flex-col items-start gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void confirm();
        }}
      >
        <RefusalNotice refusal={change.refusal} />
        <div className="w-full">
          <TextField
            label={text.member.words}
            hint={text.member.wordsHint}
            value={words}
            onValueChange={setWords}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            disabled={!may.now}
          />
        </div>
        <Button
          kind="primary"
          type="submit"
          busy={change.busy}
          disabled={!may.now || typed.length < member.fingerprintWords.length}
        >
          {text.member.confirmWords}
        </Button>
      </form>
    </Section>
  );
}
