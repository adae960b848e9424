import { Button, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { usePort, useSnapshot } from '../../port-context.tsx';
import { Centred, stepsUntil } from '../gate/centred.tsx';
import { AskPhone } from '../phone/ask-phone.tsx';
import { GetKeyBack } from './get-key-back.tsx';

/** The whole frame while a session has begun and the keys are still to come. The address bar stays as it is. */
export function KeysNeededPage() {
  const text = useText();
  const words = text.keyStorage.back;
  const port = usePort();
  const { keysNeeded } = useSnapshot();
  const { address, password, keys, in: inside } = text.signIn.steps;
  return (
    <Centred
      steps={stepsUntil([address, password, keys, inside], 2)}
      title={words.title}
      lead={words.lead(keysNeeded?.email ?? '')}
    >
      <GetKeyBack methods={keysNeeded?.methods ?? []} give={port.keyStorage.getBack} phone={<AskPhone />} />
      {keysNeeded?.methods.some(({ kind }) => kind === 'phone') === true && (
        <p className="mt-6">
          <Link to="/account/forgot-phone" className="prose-link">
            {text.phone.forgot}
          </Link>
        </p>
      )}
      <Button kind="quiet" className="mt-6 w-full" onClick={() => void port.account.signOut()}>
        {words.signOut}
      </Button>
    </Centred>
  );
}
