import type { Evidence, LedgerLine } from '@postern/client';
import {
  CodeGroups,
  type Column,
  Page,
  Section,
  sayExactly,
  sayWhen,
  Table,
  Tag,
  useText,
} from '@postern/ui';
import { Eye, EyeOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { Loaded } from '../../loaded.tsx';
import { useOpenOrganization, usePort } from '../../port-context.tsx';

/** Why believe it: what this device verified, what the server can and cannot see, and what remains. */
export function SecurityPage() {
  const text = useText();
  const port = usePort();
  const { id, revision } = useOpenOrganization();
  return (
    <Page wide title={text.security.title} lead={text.security.lead}>
      <Loaded of={['evidence', id, revision]} load={port.organization.evidence}>
        {(evidence) => <Verified evidence={evidence} />}
      </Loaded>
      <div className="grid border-line border-t md:grid-cols-2 md:gap-10">
        <Seen
          icon={<Eye size={16} aria-hidden="true" />}
          title={text.security.canTitle}
          lines={text.security.can}
        />
        <Seen
          icon={<EyeOff size={16} aria-hidden="true" />}
          title={text.security.cannotTitle}
          lines={text.security.cannot}
        />
      </div>
      <Section title={text.security.residualTitle} lead={text.security.residual} />
    </Page>
  );
}

function Seen({
  icon,
  title,
  lines,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly lines: readonly string[];
}) {
  return (
    <section className="py-6">
      <h2 className="flex items-center gap-2 font-semibold">
        {icon}
        {title}
      </h2>
      <ul className="mt-2 flex list-disc flex-col gap-1 pl-5 text-ink-2 marker:text-ink-3">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

function Verified({ evidence }: { readonly evidence: Evidence }) {
  const text = useText();
  const columns: Column<LedgerLine>[] = [
    {
      key: 'seq',
      header: text.security.number,
      cell: (line) => <span className="text-ink-2 tabular-nums">{line.seq}</span>,
    },
    {
      key: 'type',
      header: text.security.event,
      searched: (line) => line.type,
      cell: (line) => <code>{line.type}</code>,
    },
    {
      key: 'by',
      header: text.security.by,
      searched: (line) => line.by,
      cell: (line) => <span className="break-all">{line.by}</span>,
    },
    {
      key: 'at',
      header: text.security.at,
      cell: (line) => <time title={sayExactly(line.atMs, text)}>{sayWhen(line.atMs, Date.now(), text)}</time>,
    },
  ];
  const hex = evidence.idHex.match(/.{1,4}/g) ?? [];
  return (
    <>
      <Section title={text.security.idTitle} lead={text.security.idLead}>
        <h3 className="mb-1.5 text-ink-2 text-sm">{text.security.idWords}</h3>
        <CodeGroups label={text.security.idWords} groups={evidence.idWords} />
        <h3 className="mt-4 mb-1.5 text-ink-2 text-sm">{text.security.idHex}</h3>
        <p className="max-w-xl break-words font-mono text-sm leading-6">{hex.join(' ')}</p>
      </Section>
      <Section
        title={text.security.headsTitle}
        lead={text.security.headsLead}
        aside={<Tag tone="in">{text.security.verified(evidence.events.length)}</Tag>}
      >
        <dl className="text-sm">
          <HeadLine
            name={text.security.ledgerHead}
            at={text.security.seq(evidence.ledgerHead.seq)}
            hash={evidence.ledgerHead.hash}
          />
          {evidence.vaultHeads.map(({ vault, name, head }) => (
            <HeadLine
              key={vault}
              name={name || text.vault.personal}
              at={text.security.manifestSeq(head.seq)}
              hash={head.hash}
            />
          ))}
        </dl>
      </Section>
      <Section title={text.security.ledgerTitle} lead={text.security.ledgerLead}>
        <Table
          caption={text.security.ledgerCaption}
          filterLabel={text.security.ledgerFilter}
          columns={columns}
          rows={evidence.events.toReversed()}
          rowKey={(line) => String(line.seq)}
        />
      </Section>
    </>
  );
}

function HeadLine({ name, at, hash }: { readonly name: string; readonly at: string; readonly hash: string }) {
  return (
    <div className="grid gap-x-4 border-line border-b py-2 sm:grid-cols-[10rem_7rem_1fr]">
      <dt className="truncate">{name}</dt>
      <dd className="text-ink-2">{at}</dd>
      <dd className="break-all font-mono text-ink-2">{hash}</dd>
    </div>
  );
}
