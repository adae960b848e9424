import type { OwnersDoorView } from '@postern/client';
import { Button, Page, Section, useText } from '@postern/ui';
import { useSnapshot } from '../../port-context.tsx';
import { sayDay } from '../administration/shared/days.ts';
import { GiveUp } from './give-up.tsx';
import { KitFile } from './kit-file.tsx';

type OpenDoor = Extract<OwnersDoorView, { state: 'open' }>;

/** The kit is not to be found: where to look, who could still hand everything over, and what is lost if nobody does. */
export function LostKit({
  view,
  address,
  onFound,
}: {
  readonly view: OpenDoor;
  readonly address: string;
  readonly onFound: () => void;
}) {
  const text = useText();
  const words = text.lostKit;
  const { version, madeAtMs, fileName } = view.kit;
  const { server } = useSnapshot();
  const restoring = view.people.filter(({ canRestore }) => canRestore);
  const managing = view.people.filter(({ canRestore, managesMembers }) => !canRestore && managesMembers);
  const somebody = restoring.length + managing.length > 0;
  const contact = server?.supportContact;
  return (
    <Page title={words.title}>
      <Section title={words.lookTitle} lead={text.ownersDoor.kitLead(version, sayDay(madeAtMs, text.locale))}>
        <KitFile fileName={fileName} />
        <ul className="mt-3 flex list-disc flex-col gap-1.5 pl-5">
          {words.look.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <div className="mt-4">
          <Button onClick={onFound}>{text.ownersDoor.backToKit}</Button>
        </div>
      </Section>
      <Section title={words.canTitle}>
        {restoring.length > 0 && <People lead={words.can} emails={restoring.map(({ email }) => email)} />}
        {managing.length > 0 && <People lead={words.canSome} emails={managing.map(({ email }) => email)} />}
        {!somebody && <p>{words.nobody}</p>}
        {contact !== undefined && (
          <p className="mt-3 break-words text-ink-2">{text.denial.contact(contact)}</p>
        )}
      </Section>
      <Section title={words.lostTitle} lead={restoring.length > 0 ? words.lostWithHelp : words.lostAlone} />
      <GiveUp address={address} />
    </Page>
  );
}

function People({ lead, emails }: { readonly lead: string; readonly emails: readonly string[] }) {
  return (
    <div className="mb-4">
      <p className="text-ink-2">{lead}</p>
      <ul className="mt-1.5">
        {emails.map((email) => (
          <li key={email} className="wrap-anywhere font-medium">
            {email}
          </li>
        ))}
      </ul>
    </div>
  );
}
