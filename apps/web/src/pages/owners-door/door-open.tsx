import { isRuleCode } from '@postern/access';
import type { OwnersDoorView, RecoveryView } from '@postern/client';
import { Button, CopyButton, Notice, Page, Section, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { RefusalNotice } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { sayDay } from '../administration/shared/days.ts';
import { copyPlainly } from '../gate/copy-plainly.ts';
import { ComeBack, type ComeBackProps } from './come-back.tsx';
import { KitFile } from './kit-file.tsx';
import { commandOf, type OwnersTrouble, otherWays, whatTheyCan } from './ways-in.ts';

type OpenDoor = Extract<OwnersDoorView, { state: 'open' }>;

/** Which kit it takes, the way back with its code, who can help without it, and what else there is to do. */
export function DoorOpen({ view, address, onDone, onLost }: ComeBackProps) {
  const text = useText();
  const words = text.ownersDoor;
  const { account, door } = useSnapshot();
  const email = door?.email ?? account?.email ?? '';
  const trouble = { rules: view.rules, lostFactor: door !== undefined };
  const { version, madeAtMs, fileName } = view.kit;
  const fromServer = view.knownBy === 'server';
  const port = usePort();
  const begin = useTask();
  const [begun, setBegun] = useState<RecoveryView>();
  const start = async () => {
    const read = await begin.run(() => port.account.beginRecovery(address));
    if (read !== undefined) setBegun(read.value);
  };
  if (begun !== undefined) {
    const props = { rules: view.rules.filter(isRuleCode), onDone, onLost };
    return <ComeBack {...props} begun={begun} onBegun={setBegun} />;
  }
  return (
    <Page title={words.title} lead={fromServer ? words.leadServer(address) : words.lead(address)}>
      {fromServer && (
        <div className="mb-6">
          <Notice tone="need" title={words.serverTitle}>
            <p className="text-ink-2">{words.serverLead}</p>
          </Notice>
        </div>
      )}
      <Section title={words.kitTitle} lead={words.kitLead(version, sayDay(madeAtMs, text.locale))}>
        <p className="text-ink-2">{words.kitFile}</p>
        <KitFile fileName={fileName} />
        <div className="mt-5 flex flex-col gap-4">
          <RefusalNotice refusal={begin.refusal} />
          <div className="flex flex-wrap gap-2">
            <Button kind="primary" busy={begin.busy} onClick={() => void start()}>
              {begin.busy ? text.comeBack.reading : words.enter}
            </Button>
            <Button onClick={onLost}>{words.cannotFind}</Button>
          </div>
        </div>
      </Section>
      <Helpers view={view} trouble={trouble} />
      <OtherWays trouble={trouble} address={address} email={email} />
      <p className="border-line border-t pt-5 text-ink-2 text-sm">
        {words.announced} {door !== undefined && words.ends(sayClock(door.endsAtMs, text.locale))}
      </p>
    </Page>
  );
}

function sayClock(ms: number, locale: string): string {
  return new Date(ms).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });
}

function Helpers({
  view: { people, morePeople },
  trouble,
}: {
  readonly view: OpenDoor;
  readonly trouble: OwnersTrouble;
}) {
  const words = useText().ownersDoor;
  if (people.length === 0) return <Section title={words.untilThen} lead={words.nobody} />;
  return (
    <Section title={words.untilThen}>
      <ul className="flex flex-col gap-3">
        {people.map((one) => (
          <li key={one.email}>
            <p className="wrap-anywhere font-medium">{one.email}</p>
            {whatTheyCan(one, trouble).map((can) => (
              <p key={can} className="text-ink-2">
                {words.can[can]}
              </p>
            ))}
          </li>
        ))}
        {morePeople > 0 && <li className="text-ink-2">{words.more(morePeople)}</li>}
      </ul>
    </Section>
  );
}

function OtherWays({
  trouble,
  address,
  email,
}: {
  readonly trouble: OwnersTrouble;
  readonly address: string;
  readonly email: string;
}) {
  const text = useText();
  const words = text.ownersDoor;
  const { server } = useSnapshot();
  const ways = otherWays(trouble);
  if (ways.length === 0) return null;
  const contact = server?.supportContact;
  return (
    <Section title={words.otherTitle}>
      <ul className="flex flex-col gap-4">
        {ways.map((way) => {
          const command = commandOf(way, address, email);
          return (
            <li key={way}>
              <p className="font-medium">{words.other[way].title}</p>
              <p className="text-ink-2">{words.other[way].says}</p>
              {command !== undefined && (
                <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-2">
                  <code className="wrap-anywhere min-w-0 rounded-md bg-hover px-2 py-1 text-sm">
                    {command.split(' ').map((word, at) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: the words of one command, in their order
                      <Fragment key={at}>
                        {at > 0 && ' '}
                        <span className="whitespace-nowrap">{word}</span>
                      </Fragment>
                    ))}
                  </code>
                  <CopyButton label={words.copyCommand} onCopy={() => copyPlainly(command)} />
                </p>
              )}
              {command !== undefined && contact !== undefined && (
                <p className="mt-1 break-words text-ink-2">{text.denial.contact(contact)}</p>
              )}
              {(way === 'ask' || way === 'factor') && (
                <Link
                  to="/$organization"
                  params={{ organization: address }}
                  className="prose-link rounded-sm"
                >
                  {words.toOrganization}
                </Link>
              )}
              {way === 'backup' && (
                <Link to="/sign-in" search={{ next: `/${address}` }} className="prose-link rounded-sm">
                  {words.signInAgain}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
