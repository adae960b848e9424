import { Select, TextField, useText } from '@postern/ui';
import { useEffect, useId, useRef, useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { useRead } from '../shared/read.tsx';
import type { LogSearch } from './log-search.ts';

/** After the last key: asking with each would ask the server for words half typed. */
const typingMs = 300;

/** What of the log to show. Every change goes into the address bar. */
export function LogFilters({
  search,
  onChange,
}: {
  readonly search: LogSearch;
  readonly onChange: (search: LogSearch) => void;
}) {
  const text = useText();
  const words = text.organizationLog.filters;
  const { people } = usePort().administration;
  const members = useRead('members', () => people.list());
  const list = useId();
  const set = (change: Partial<LogSearch>) => onChange({ ...search, ...change });
  return (
    <fieldset className="mb-4 grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-6">
      <legend className="sr-only">{words.legend}</legend>
      <TypedField
        label={words.person}
        placeholder={words.anybody}
        value={search.person ?? ''}
        list={list}
        onTyped={(person) => set({ person: person || undefined })}
      />
      <datalist id={list}>
        {members?.ok && members.value.map(({ id, email }) => <option key={id} value={email} />)}
      </datalist>
      <Select
        label={words.kind}
        value={search.kind ?? 'any'}
        options={[
          { value: 'any', label: words.anyKind },
          ...Object.entries(text.organizationLog.kinds).map(([value, label]) => ({ value, label })),
        ]}
        onValueChange={(kind) => set({ kind: kind === 'any' ? undefined : (kind as LogSearch['kind']) })}
      />
      <Select
        label={words.client}
        value={search.client ?? 'any'}
        options={[
          { value: 'any', label: words.anyClient },
          ...Object.entries(text.sessions.kinds).map(([value, label]) => ({ value, label })),
        ]}
        onValueChange={(client) =>
          set({ client: client === 'any' ? undefined : (client as LogSearch['client']) })
        }
      />
      <TypedField
        label={words.address}
        mono
        value={search.address ?? ''}
        onTyped={(address) => set({ address: address || undefined })}
      />
      <TextField
        label={words.from}
        type="date"
        value={search.from ?? ''}
        onValueChange={(from) => set({ from: from || undefined })}
      />
      <TextField
        label={words.to}
        type="date"
        value={search.to ?? ''}
        onValueChange={(to) => set({ to: to || undefined })}
      />
    </fieldset>
  );
}

interface TypedFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onTyped: (value: string) => void;
  readonly placeholder?: string;
  readonly list?: string;
  readonly mono?: boolean;
}

/** A text field that says what was typed once the typing rests. */
function TypedField({ value, onTyped, ...rest }: TypedFieldProps) {
  const [typed, setTyped] = useState(value);
  const said = useRef(value);
  // The address bar changed by itself: going back, a cleared filter.
  useEffect(() => {
    if (value === said.current) return;
    said.current = value;
    setTyped(value);
  }, [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only typing begins the wait anew
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === said.current) return;
    const timer = setTimeout(() => {
      said.current = wanted;
      onTyped(wanted);
    }, typingMs);
    return () => clearTimeout(timer);
  }, [typed]);
  return <TextField {...rest} type="search" value={typed} onValueChange={setTyped} />;
}
