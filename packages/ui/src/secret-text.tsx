import { classNames } from './class-names.ts';
import { useText } from './text/use-text.tsx';

export type SecretRun = { readonly kind: 'letter' | 'digit' | 'symbol'; readonly text: string };

/** The secret cut into runs of letters, digits and symbols; joined again they are the same text. */
export function secretRuns(secret: string): SecretRun[] {
  const runs: { kind: SecretRun['kind']; text: string }[] = [];
  for (const character of secret) {
    const kind = /\p{Nd}/u.test(character) ? 'digit' : /[\p{L}\p{M}]/u.test(character) ? 'letter' : 'symbol';
    const last = runs.at(-1);
    if (last?.kind === kind) last.text += character;
    else runs.push({ kind, text: character });
  }
  return runs;
}

const hues: Record<SecretRun['kind'], string> = {
  letter: 'text-secret-letter',
  digit: 'text-secret-digit',
  symbol: 'text-secret-symbol',
};

export interface SecretTextProps {
  /** Absent while it is sealed. */
  readonly secret: string | undefined;
  readonly revealed: boolean;
  /** Each character apart and large, for reading aloud. */
  readonly large?: boolean;
}

/**
 * A secret in mono with hues by kind of character. While masked, the page holds eight dots and not the secret,
 * so neither its length nor its text can be read off the document.
 */
export function SecretText({ secret, revealed, large = false }: SecretTextProps) {
  const text = useText();
  if (!revealed || secret === undefined) {
    return (
      <span className="font-mono tracking-widest">
        <span aria-hidden="true">••••••••</span>
        <span className="sr-only">{text.controls.masked}</span>
      </span>
    );
  }
  return (
    <span
      className={classNames(
        'whitespace-pre-wrap break-all font-mono',
        large ? 'text-xl tracking-wide' : 'text-md',
      )}
    >
      {secretRuns(secret).map((run, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: runs are positions in one text
        <span key={at} className={hues[run.kind]}>
          {run.text}
        </span>
      ))}
    </span>
  );
}
