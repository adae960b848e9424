import type { Refusal } from '@postern/core';
import { Button, Dialog, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { useOpenOrganization } from '../../port-context.tsx';
import { refusalSentence } from '../../refusal-line.tsx';
import { AskForAccess } from './ask-for-access.tsx';
import { type AskableRefusal, askableRefusal } from './askable-refusal.ts';
import { useAsking } from './use-asking.ts';

export interface MissingDialogProps {
  /** What would be answered if it was tried. */
  readonly refusal: Refusal;
  readonly onClose: () => void;
}

/** What pressing a button comes to for somebody who lacks the right for it: says which, and asks for it. */
export function MissingDialog({ refusal, onClose }: MissingDialogProps) {
  const text = useText();
  const asked = askableRefusal(refusal);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={text.asking.missingTitle}
      description={
        <>
          {refusalSentence(refusal)}{' '}
          <Link to="/help/$code" params={{ code: refusal.code }} className="prose-link whitespace-nowrap">
            {text.denial.meaning}
          </Link>
        </>
      }
      footer={<Button onClick={onClose}>{text.controls.close}</Button>}
    >
      {asked !== undefined && <AskWithin asked={asked} />}
    </Dialog>
  );
}

function AskWithin({ asked }: { readonly asked: AskableRefusal }) {
  const { address } = useOpenOrganization();
  return <AskForAccess asking={useAsking({ address, ...asked })} primary />;
}
