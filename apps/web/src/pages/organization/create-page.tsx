import { isReservedAddress, refuse } from '@postern/core';
import { Button, Page, TextField, useText } from '@postern/ui';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { usePort } from '../../port-context.tsx';
import { RefusalNotice, refusalSentence } from '../../refusal-text.tsx';
import { useTask } from '../../use-task.ts';
import { suggestAddress } from './suggest-address.ts';

/** Founds an organization; its address follows the name until the person writes another. */
export function CreatePage() {
  const text = useText();
  const port = usePort();
  const navigate = useNavigate();
  const task = useTask();
  const [name, setName] = useState('');
  const [typedAddress, setTypedAddress] = useState<string>();
  const address = typedAddress ?? suggestAddress(name);
  const refused = isReservedAddress(address)
    ? refuse('address_reserved', { field: '/address', params: { slug: address } })
    : task.refusal;
  const aboutAddress = refused?.field === '/address' || refused?.code.startsWith('address_');
  const submit = async () => {
    const created = await task.run(() => port.organization.create(name.trim(), address));
    if (created === undefined) return;
    await navigate({
      to: '/$organization/setup',
      params: { organization: created.value.address },
      replace: true,
    });
  };
  return (
    <Page title={text.create.title} lead={text.create.lead}>
      <form
        className="flex max-w-md flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {!aboutAddress && <RefusalNotice refusal={refused} />}
        <TextField
          label={text.create.name}
          hint={text.create.nameHint}
          value={name}
          onValueChange={setName}
          autoComplete="organization"
          maxLength={100}
          required
          autoFocus
        />
        <TextField
          label={text.create.address}
          hint={text.create.addressHint}
          value={address}
          onValueChange={(value) => {
            setTypedAddress(value);
            task.clear();
          }}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          mono
          maxLength={40}
          required
          error={aboutAddress && refused !== undefined && refusalSentence(refused)}
        />
        <p className="text-ink-2">
          {text.create.preview}{' '}
          <span className="break-all font-mono text-ink">
            {location.host}/
            <strong className="font-semibold text-accent">{address === '' ? '…' : address}</strong>
          </span>
        </p>
        <Button
          kind="primary"
          type="submit"
          busy={task.busy}
          disabled={name.trim() === '' || address === '' || isReservedAddress(address)}
          className="self-start"
        >
          {text.create.submit}
        </Button>
        <p role="status" className="text-ink-2 text-sm">
          {task.busy && text.create.working}
        </p>
      </form>
    </Page>
  );
}
