import type { LogLine } from '@postern/client';
import { Button, EmptyState, Notice, SkeletonRows, sayExactly, useText } from '@postern/ui';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Download, Pause, Play } from 'lucide-react';
import { useMemo, useState } from 'react';
import { usePort, useSnapshot } from '../../../port-context.tsx';
import { RefusalNotice } from '../../../refusal-text.tsx';
import { useTask } from '../../../use-task.ts';
import { saveFile } from '../../organization/save-file.ts';
import { AdministrationPage } from '../administration-page.tsx';
import { dayTextOf } from '../shared/days.ts';
import { useRead } from '../shared/read.tsx';
import { DataTable } from '../table/data-table.tsx';
import { logCsv, logJson, maxExported, readWholeLog } from './export-log.ts';
import { lineKey, lineSentence } from './line-words.ts';
import { logColumns } from './log-columns.tsx';
import { LogFilters } from './log-filters.tsx';
import { filterOf, isFiltered, type LogSearch } from './log-search.ts';
import { type Log, useLog } from './use-log.ts';

const route = '/$organization/administration/access-log';

/** Who came in, who was refused and what was changed, live. */
export function AccessLogPage() {
  const text = useText();
  const words = text.organizationLog;
  const search = useSearch({ from: route });
  const navigate = useNavigate({ from: route });
  const filter = useMemo(() => filterOf(search), [search]);
  const [paused, setPaused] = useState(false);
  const log = useLog(filter, paused);
  const change = (next: LogSearch) => void navigate({ search: next, replace: true });
  return (
    <AdministrationPage
      title={words.title}
      lead={
        <>
          {words.lead} <Kept />{' '}
          <Link
            to="/help/guides/$guide"
            params={{ guide: 'access-log' }}
            className="prose-link whitespace-nowrap"
          >
            {words.guide}
          </Link>
        </>
      }
      action={<Exports search={search} />}
    >
      <LogFilters search={search} onChange={change} />
      <Live
        log={log}
        paused={paused}
        onPause={setPaused}
        onClear={isFiltered(search) ? () => change({}) : undefined}
      />
      {log.read === undefined ? (
        <SkeletonRows rows={6} label={text.frame.loading} />
      ) : log.read.ok ? (
        <Lines log={log} lines={log.read.value} filtered={isFiltered(search)} />
      ) : (
        <RefusalNotice refusal={log.read} />
      )}
    </AdministrationPage>
  );
}

/** How long the server keeps its lines, and where that is set. */
function Kept() {
  const text = useText();
  const { organization } = useParams({ from: '/$organization' });
  const { rules } = usePort().administration;
  const read = useRead('rules', () => rules.read());
  if (read?.ok !== true) return null;
  return (
    <>
      {text.organizationLog.kept(read.value.settings.accessLogDays)}{' '}
      <Link
        to="/$organization/administration/rules"
        params={{ organization }}
        className="prose-link whitespace-nowrap"
      >
        {text.organizationLog.keptRule}
      </Link>
    </>
  );
}

function Live({
  log,
  paused,
  onPause,
  onClear,
}: {
  readonly log: Log;
  readonly paused: boolean;
  readonly onPause: (paused: boolean) => void;
  readonly onClear: (() => void) | undefined;
}) {
  const { live, filters } = useText().organizationLog;
  return (
    <div className="mb-2 flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <span role="status" className="text-ink-2">
        <span className="font-medium text-ink">{paused ? live.paused : live.on}.</span>{' '}
        {paused ? log.isBehind && live.waiting : live.says}
      </span>
      <Button
        size="small"
        icon={paused ? <Play size={14} aria-hidden="true" /> : <Pause size={14} aria-hidden="true" />}
        onClick={() => onPause(!paused)}
      >
        {paused ? live.resume : live.pause}
      </Button>
      {onClear !== undefined && (
        <Button size="small" kind="quiet" onClick={onClear}>
          {filters.clear}
        </Button>
      )}
    </div>
  );
}

function Lines({
  log,
  lines,
  filtered,
}: {
  readonly log: Log;
  readonly lines: readonly LogLine[];
  readonly filtered: boolean;
}) {
  const text = useText();
  const words = text.organizationLog;
  const own = useSnapshot().account?.email;
  const columns = useMemo(() => logColumns(text, own), [text, own]);
  const hasMore = log.older !== undefined;
  return (
    <>
      <DataTable
        caption={words.caption}
        columns={columns}
        rows={lines}
        rowKey={lineKey}
        rowName={(line) => lineSentence(line, text)}
        empty={
          !hasMore && (
            <EmptyState title={filtered ? words.noneTitle : words.emptyTitle}>
              {filtered ? words.none : words.empty}
            </EmptyState>
          )
        }
      />
      {hasMore && (
        <div className="mt-4 flex flex-wrap items-center gap-3">
          <Button onClick={log.older} busy={log.readingOlder}>
            {filtered ? words.further : words.older}
          </Button>
          {filtered && (
            <span role="status" className="text-ink-2 text-sm">
              {words.lookedBack(sayExactly(log.lookedBackToMs, text))}
            </span>
          )}
        </div>
      )}
    </>
  );
}

/** Saves what the filter finds as a file, made on this device. */
function Exports({ search }: { readonly search: LogSearch }) {
  const text = useText();
  const words = text.organizationLog.export;
  const { accessLog } = usePort();
  const { organization } = useParams({ from: '/$organization' });
  const [cut, setCut] = useState(false);
  const task = useTask();
  const save = (form: 'csv' | 'json') =>
    task.run(async () => {
      const read = await readWholeLog(accessLog, filterOf(search));
      if (!read.ok) return read;
      const { lines } = read.value;
      const content = form === 'csv' ? logCsv(lines, text) : logJson(lines, text);
      const name = `${words.fileName(organization, dayTextOf(Date.now()))}.${form}`;
      saveFile(name, new TextEncoder().encode(content), form === 'csv' ? 'text/csv' : 'application/json');
      setCut(read.value.cut);
      return read;
    });
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Button
          icon={<Download size={14} aria-hidden="true" />}
          busy={task.busy}
          onClick={() => void save('csv')}
        >
          {words.csv}
        </Button>
        <Button
          icon={<Download size={14} aria-hidden="true" />}
          busy={task.busy}
          onClick={() => void save('json')}
        >
          {words.json}
        </Button>
      </div>
      {cut && <Notice tone="need">{words.cut(maxExported.toLocaleString(text.locale))}</Notice>}
      <RefusalNotice refusal={task.refusal} />
    </div>
  );
}
