import type { ListedAddressView, RulesView } from '@postern/client';
import { Button, EmptyState, Notice, Tag, type UiText, useText } from '@postern/ui';
import { Download, MapPin, Plus, Upload } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useOpenOrganization, usePort, useSnapshot } from '../../../port-context.tsx';
import { RefusalNotice } from '../../../refusal-text.tsx';
import { saveFile } from '../../organization/save-file.ts';
import { AdministrationPage } from '../administration-page.tsx';
import { ImpactDialog } from '../impact/impact-dialog.tsx';
import { RuleSection } from '../rules/rule-section.tsx';
import { sayShortDay } from '../shared/days.ts';
import { MissingPermission, useMay } from '../shared/may.tsx';
import { Read } from '../shared/read.tsx';
import { SetLine } from '../shared/set-line.tsx';
import { type DataColumn, DataTable } from '../table/data-table.tsx';
import { AddAddressDialog } from './add-address-dialog.tsx';
import { addressCsv } from './address-csv.ts';
import { AddressSwitch } from './address-switch.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { useAddressChanges } from './use-address-changes.ts';

/** Entries that are to be taken off the list, once it was seen whom that refuses. */
interface Taking {
  readonly take: readonly ListedAddressView[];
  readonly clear: () => void;
}

/** From which networks people may come. */
export function AddressesPage() {
  const text = useText();
  const { rules } = usePort().administration;
  return (
    <AdministrationPage title={text.addresses.title} lead={text.addresses.lead}>
      <MissingPermission permission="settings.manage" />
      <Read name="rules" read={() => rules.read()}>
        {(read) => <Addresses rules={read} />}
      </Read>
    </AdministrationPage>
  );
}

function Addresses({ rules }: { readonly rules: RulesView }) {
  const text = useText();
  const { address, memberCount } = useOpenOrganization();
  const { server } = useSnapshot();
  const may = useMay();
  const mayChange = may.change('settings.manage');
  const list = useAddressChanges(rules.addresses);
  const turning = useAddressChanges(rules.addresses);
  const [asking, setAsking] = useState<'add' | 'import' | Taking>();
  const columns = useMemo(() => addressColumns(text), [text]);
  const ask = (what: 'add' | 'import' | Taking) => {
    list.clear();
    setAsking(what);
  };
  const save = () => {
    const header = [text.addresses.range, text.addresses.label, text.addresses.until];
    saveFile(
      text.addresses.fileName(address),
      new TextEncoder().encode(addressCsv(rules.addresses, header)),
      'text/csv',
    );
  };
  const close = (done: boolean) => done && setAsking(undefined);
  const addButton = mayChange && (
    <Button icon={<Plus size={16} aria-hidden="true" />} onClick={() => ask('add')}>
      {text.addresses.add}
    </Button>
  );
  const importButton = mayChange && (
    <Button icon={<Upload size={16} aria-hidden="true" />} onClick={() => ask('import')}>
      {text.addresses.import}
    </Button>
  );
  return (
    <>
      {server?.forwardingHeadersIgnored && (
        <div className="mb-4">
          <Notice tone="need">{text.addresses.proxyIgnored}</Notice>
        </div>
      )}
      <RuleSection
        title={text.addresses.switchTitle}
        lead={text.addresses.effect(memberCount)}
        set={rules.settingsSet.addressListOn}
        refusal={turning.refusal}
      >
        <AddressSwitch rules={rules} changes={turning} list={list} mayChange={mayChange} />
      </RuleSection>
      <div className="border-line border-t pt-6">
        {asking === undefined && list.refusal !== undefined && (
          <div className="mb-3">
            <RefusalNotice refusal={list.refusal} />
          </div>
        )}
        <DataTable
          caption={text.addresses.caption}
          filterLabel={text.addresses.filter}
          columns={columns}
          rows={rules.addresses}
          rowKey={({ range }) => range}
          rowName={({ range }) => range}
          actions={
            <>
              <Button icon={<Download size={16} aria-hidden="true" />} onClick={save}>
                {text.addresses.export}
              </Button>
              {importButton}
              {addButton}
            </>
          }
          {...(mayChange
            ? {
                bulk: (selected: readonly ListedAddressView[], clear: () => void) => (
                  <Button
                    size="small"
                    busy={list.busy}
                    onClick={() => {
                      if (rules.settings.addressListOn) ask({ take: selected, clear });
                      else void list.take(selected).then((done) => done && clear());
                    }}
                  >
                    {text.addresses.remove}
                  </Button>
                ),
              }
            : {})}
          empty={
            <EmptyState
              icon={<MapPin size={28} aria-hidden="true" />}
              title={text.addresses.emptyTitle}
              action={
                <>
                  {importButton}
                  {addButton}
                </>
              }
            >
              {text.addresses.empty}
            </EmptyState>
          }
        />
      </div>
      {asking === 'add' && (
        <AddAddressDialog
          isListOn={rules.settings.addressListOn}
          busy={list.busy}
          refusal={list.refusal}
          onClose={() => setAsking(undefined)}
          onAdd={(entry) => void list.add([entry]).then(close)}
        />
      )}
      {typeof asking === 'object' && (
        <ImpactDialog
          title={text.addresses.takeTitle(asking.take.length)}
          action={text.addresses.remove}
          change={{ kind: 'addresses', add: [], remove: asking.take.map(({ range }) => range) }}
          busy={list.busy}
          refusal={list.refusal}
          onClose={() => setAsking(undefined)}
          onSubmit={() =>
            void list.take(asking.take).then((done) => {
              if (done) asking.clear();
              close(done);
            })
          }
        >
          <ul className="max-h-40 overflow-y-auto">
            {asking.take.map(({ range, label }) => (
              <li key={range} className="wrap-anywhere">
                <code className="font-mono">{range}</code> {label}
              </li>
            ))}
          </ul>
        </ImpactDialog>
      )}
      {asking === 'import' && (
        <ImportDialog
          busy={list.busy}
          refusal={list.refusal}
          onClose={() => setAsking(undefined)}
          onImport={(entries) => void list.add(entries).then(close)}
        />
      )}
    </>
  );
}

function addressColumns(text: UiText): readonly DataColumn<ListedAddressView>[] {
  return [
    {
      key: 'range',
      header: text.addresses.range,
      width: 'minmax(0, 1.4fr)',
      searched: ({ range }) => range,
      sortedBy: ({ range }) => range,
      cell: ({ range }) => <span className="break-all font-mono">{range}</span>,
    },
    {
      key: 'label',
      header: text.addresses.label,
      width: 'minmax(0, 1.6fr)',
      searched: ({ label }) => label,
      sortedBy: ({ label }) => label,
      cell: ({ label }) => label,
    },
    {
      key: 'until',
      header: text.addresses.until,
      width: 'minmax(0, 1.1fr)',
      sortedBy: ({ untilMs }) => untilMs,
      cell: ({ untilMs }) =>
        untilMs !== undefined && (
          <span className="flex flex-wrap items-center gap-1.5">
            {sayShortDay(untilMs, text.locale)}
            {untilMs <= Date.now() && <Tag tone="need">{text.addresses.ended}</Tag>}
          </span>
        ),
    },
    {
      key: 'set',
      header: text.administration.changed,
      width: 'minmax(0, 1.3fr)',
      searched: ({ set }) => set.by,
      sortedBy: ({ set }) => -set.atMs,
      cell: ({ set }) => <SetLine set={set} short />,
    },
  ];
}
