import type { Result } from '@postern/core';
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useEffect,
  useState,
} from 'react';
import { useSnapshot } from '../../port-context.tsx';

const StepUpDialog = lazy(async () => ({ default: (await import('./step-up-dialog.tsx')).StepUpDialog }));

/** What a person is asked for before something that matters is done. */
export type StepUpCode = 'reauthentication_required' | 'second_factor_required';

/**
 * Runs an operation; where it is refused because password or second factor were given too long ago, asks for that on the
 * spot and runs it again. Answers the operation's result, or the refusal when the person closed the question.
 */
export type RunWithStepUp = <Value>(operation: () => Promise<Result<Value>>) => Promise<Result<Value>>;

const StepUpContext = createContext<RunWithStepUp>((operation) => operation());

/** The way to do something that may first ask for password or second factor. */
export function useStepUp(): RunWithStepUp {
  return useContext(StepUpContext);
}

interface Asked {
  readonly code: StepUpCode;
  readonly answer: (given: boolean) => void;
}

/** Holds the one dialog in which password and second factor are asked for; once per page. */
export function StepUpProvider({ children }: { readonly children: ReactNode }) {
  const { phase } = useSnapshot();
  const [asked, setAsked] = useState<Asked>();

  const run: RunWithStepUp = useCallback(async (operation) => {
    for (;;) {
      const result = await operation();
      if (result.ok || !isStepUpCode(result.code)) return result;
      const { code } = result;
      const given = await new Promise<boolean>((answer) => setAsked({ code, answer }));
      setAsked(undefined);
      if (!given) return result;
    }
  }, []);

  // A question to somebody whose keys are closed has nobody to answer it.
  useEffect(() => {
    if (phase !== 'open') asked?.answer(false);
  }, [phase, asked]);

  return (
    <StepUpContext value={run}>
      {children}
      {asked !== undefined && (
        <Suspense>
          <StepUpDialog code={asked.code} onAnswer={asked.answer} />
        </Suspense>
      )}
    </StepUpContext>
  );
}

function isStepUpCode(code: string): code is StepUpCode {
  return code === 'reauthentication_required' || code === 'second_factor_required';
}
