import { Button, buttonClass, Notice, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { CodeLine } from '../gate/code-line.tsx';

/**
 * The address of the invitation leads to another organization already. That it was given up only the person knows, so nothing
 * goes on here before they say it.
 */
export function KnownOtherwise({
  address,
  onGivenUp,
}: {
  readonly address: string;
  readonly onGivenUp: () => void;
}) {
  const all = useText();
  const text = all.invitation.knownOtherwise;
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="need" urgent>
        {text.question(address)}
      </Notice>
      <p className="text-ink-2">{text.givenUp}</p>
      <p className="text-ink-2">{text.notGivenUp}</p>
      <div className="flex flex-wrap gap-2">
        <Link to="/" className={buttonClass('primary')}>
          {text.leave}
        </Link>
        <Button kind="secondary" onClick={onGivenUp}>
          {text.join}
        </Button>
      </div>
      <CodeLine code="address_known_otherwise" />
    </div>
  );
}
