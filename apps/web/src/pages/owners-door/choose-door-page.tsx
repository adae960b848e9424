import { Button, buttonClass, Page, TextField, useText } from '@postern/ui';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useSnapshot } from '../../port-context.tsx';

/** A new device knows no organization of the account: the person says which one they own. */
export function ChooseDoorPage() {
  const text = useText();
  const words = text.ownersDoor;
  const navigate = useNavigate();
  const { door, organizations } = useSnapshot();
  const [typed, setTyped] = useState('');
  const known = door?.addresses ?? organizations.map(({ address }) => address);
  return (
    <Page title={words.choose} lead={words.chooseLead}>
      {known.length > 0 && (
        <ul className="mb-6 flex flex-wrap gap-3">
          {known.map((address) => (
            <li key={address}>
              <Link
                to="/$organization/recover"
                params={{ organization: address }}
                className={buttonClass('secondary')}
              >
                /{address}
              </Link>
            </li>
          ))}
        </ul>
      )}
      <form
        className="flex max-w-sm flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const address = typed.trim().toLowerCase().split('/').filter(Boolean).at(-1);
          if (address !== undefined) {
            void navigate({ to: '/$organization/recover', params: { organization: address } });
          }
        }}
      >
        <TextField
          label={words.address}
          hint={words.addressHint}
          autoComplete="off"
          autoCapitalize="none"
          required
          autoFocus={known.length === 0}
          value={typed}
          onValueChange={setTyped}
        />
        <Button kind="primary" type="submit" className="self-start">
          {words.goOn}
        </Button>
      </form>
    </Page>
  );
}
