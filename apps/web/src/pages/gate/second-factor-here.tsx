import { buttonOf, type FactorLevel, type Remedy } from '@postern/access';
import { Button, SkeletonRows, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { RemedyRow } from './remedy-row.tsx';

// Nobody needs these before an organization asks for a factor.
const SetUpSecondFactor = lazy(async () => ({
  default: (await import('../second-factor/set-up-second-factor.tsx')).SetUpSecondFactor,
}));
const GiveInSession = lazy(async () => ({
  default: (await import('../second-factor/give-in-session.tsx')).GiveInSession,
}));

export interface SecondFactorHereProps {
  readonly remedy: Remedy;
  readonly primary: boolean;
  /** What the organization accepts. */
  readonly accepted: FactorLevel;
  /** Asks the gate again: the session counts as having given the factor from now on. */
  readonly onDone: () => void;
}

export interface SetUpHereProps extends SecondFactorHereProps {
  /** Keeps this page until `onDone`, although the gate may open: codes are shown that are shown once. */
  readonly onHold: () => void;
}

/** Sets a second factor up on the denial page; the way in opens right after, without another sign-in. */
export function SetUpHere({ remedy, primary, accepted, onHold, onDone }: SetUpHereProps) {
  const text = useText();
  const [open, setOpen] = useState(false);
  return (
    <RemedyRow
      remedy={{ ...remedy, explanation: `${remedy.explanation} ${text.gate.accepted[accepted]}` }}
      action={
        !open && (
          <Button kind={primary ? 'primary' : 'secondary'} onClick={() => setOpen(true)}>
            {buttonOf(remedy.code)}
          </Button>
        )
      }
    >
      <p className="mt-1">
        {/* In a new tab: what is half done here stays as it is. */}
        <Link
          to="/help/guides/$guide"
          params={{ guide: 'second-factor' }}
          target="_blank"
          className="prose-link"
        >
          {text.secondFactor.guideNewTab}
        </Link>
      </p>
      {open && (
        <div className="mt-4">
          <Suspense fallback={<SkeletonRows rows={2} label={text.frame.loading} />}>
            <SetUpSecondFactor accepted={accepted} onAdded={onHold} onDone={onDone} />
          </Suspense>
        </div>
      )}
    </RemedyRow>
  );
}

/** Takes the second factor on the denial page. It is open from the start where it is the main remedy. */
export function GiveHere({ remedy, primary, accepted, onDone }: SecondFactorHereProps) {
  const text = useText();
  const [open, setOpen] = useState(primary);
  return (
    <RemedyRow
      remedy={remedy}
      action={!open && <Button onClick={() => setOpen(true)}>{buttonOf(remedy.code)}</Button>}
    >
      {open && (
        <div className="mt-4 max-w-sm">
          <Suspense fallback={<SkeletonRows rows={1} label={text.frame.loading} />}>
            <GiveInSession accepted={accepted} onGiven={onDone} />
          </Suspense>
        </div>
      )}
    </RemedyRow>
  );
}
