import { parseIpAddress } from '@postern/core';
import { Button, Select, TextField, useText } from '@postern/ui';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { useRead } from '../shared/read.tsx';
import { askedClients, askedFactors, type CheckSearch } from './check-search.ts';
import { momentOf, momentText } from './moment-text.ts';

type Factor = (typeof askedFactors)[number] | 'unsaid';

/** Who comes with what, from where and when. Submitting it puts the question into the address bar. */
export function CheckForm({ search }: { readonly search: CheckSearch }) {
  const text = useText();
  const words = text.checkAccess;
  const { people } = usePort().administration;
  const read = useRead('members and removed', () => people.list(true));
  const members = read?.ok ? read.value : [];
  const named = members.find(({ id }) => id === search.member)?.email ?? search.email;
  const [typed, setTyped] = useState<string>();
  const who = typed ?? named ?? '';
  const [client, setClient] = useState(search.client ?? 'web');
  const [from, setFrom] = useState(search.from ?? '');
  const [at, setAt] = useState(momentText(search.at));
  const [factor, setFactor] = useState<Factor>(search.factor ?? 'unsaid');
  const [wrong, setWrong] = useState<'who' | 'from'>();
  const listId = useId();
  const navigate = useNavigate();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const address = who.trim().toLowerCase();
    const source = from.trim();
    if (!address.includes('@')) return setWrong('who');
    if (source !== '' && parseIpAddress(source) === undefined) return setWrong('from');
    setWrong(undefined);
    const standing = members.filter(({ email }) => email === address);
    const member = standing.find(({ status }) => status !== 'removed') ?? standing.at(-1);
    void navigate({
      from: '/$organization/administration/check',
      to: '.',
      search: {
        ...(member === undefined ? { email: address } : { member: member.id }),
        client,
        from: source === '' ? undefined : parseIpAddress(source),
        at: momentOf(at),
        factor: factor === 'unsaid' ? undefined : factor,
      },
    });
  };

  return (
    <form noValidate onSubmit={submit} className="mb-8 grid gap-x-4 gap-y-4 sm:grid-cols-2 lg:grid-cols-6">
      <div className="sm:col-span-2 lg:col-span-4">
        <TextField
          label={words.form.who}
          hint={words.form.whoHint}
          error={wrong === 'who' && words.form.whoMissing}
          value={who}
          onValueChange={setTyped}
          list={listId}
          type="email"
          autoComplete="off"
          spellCheck={false}
        />
        <datalist id={listId}>
          {members.map(({ id, email }) => (
            <option key={id} value={email} />
          ))}
        </datalist>
      </div>
      <div className="lg:col-span-2">
        <Select
          label={words.form.client}
          value={client}
          options={askedClients.map((value) => ({ value, label: words.clients[value] }))}
          onValueChange={setClient}
        />
      </div>
      <div className="lg:col-span-2">
        <TextField
          mono
          label={words.form.address}
          hint={words.form.addressHint}
          error={wrong === 'from' && words.form.addressWrong}
          value={from}
          onValueChange={setFrom}
          autoComplete="off"
          spellCheck={false}
        />
      </div>
      <div className="lg:col-span-2">
        <TextField
          type="datetime-local"
          label={words.form.at}
          hint={words.form.atHint}
          value={at}
          onValueChange={setAt}
        />
      </div>
      <div className="lg:col-span-2">
        <Select<Factor>
          label={words.form.factor}
          value={factor}
          options={(['unsaid', ...askedFactors] as const).map((value) => ({
            value,
            label: words.form.factors[value],
          }))}
          onValueChange={setFactor}
        />
      </div>
      <div className="sm:col-span-2 lg:col-span-6">
        <Button kind="primary" type="submit">
          {words.form.submit}
        </Button>
      </div>
    </form>
  );
}
