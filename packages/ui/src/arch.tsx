/**
 * The drawing of one arch, 32 x 40 units: the door every check of the gate is shown as.
 * The logo is the same arch with its wicket.
 */
export type ArchState = 'open' | 'shut' | 'dim' | 'question';

const outline = 'M3 37V15C3 8 8.8 3 16 3s13 5 13 12v22';

const fills: Record<ArchState, string> = {
  open: 'fill-arch-open-fill stroke-arch-open',
  shut: 'fill-arch-shut-fill stroke-arch-shut',
  dim: 'fill-transparent stroke-arch-dim',
  question: 'fill-transparent stroke-line-strong',
};

/** One arch. Decoration for the eye: whoever draws it writes its meaning beside it. */
export function Arch({ state, size = 40 }: { readonly state: ArchState; readonly size?: number }) {
  return (
    <svg
      width={(size * 32) / 40}
      height={size}
      viewBox="0 0 32 40"
      fill="none"
      strokeWidth={2.5}
      strokeLinecap="round"
      aria-hidden="true"
      className="shrink-0"
    >
      <path
        d={outline}
        className={`transition-colors ${fills[state]}`}
        strokeDasharray={state === 'question' ? '3 4.5' : undefined}
      />
      {state === 'shut' && (
        <path
          d="M3.5 26h25M9.8 19v17.5M16 13v23.5M22.2 19v17.5"
          strokeWidth={2}
          className="stroke-arch-shut"
        />
      )}
      {state === 'question' && (
        <>
          <path
            d="M12.2 19.2a3.9 3.9 0 1 1 5.6 3.5c-1.2.6-1.8 1.3-1.8 2.6"
            strokeWidth={2}
            className="stroke-ink-3"
          />
          <circle cx={16} cy={30} r={1.4} className="fill-ink-3" />
        </>
      )}
    </svg>
  );
}

/** The mark of Postern: the arch with the small door in it. */
export function LogoMark({ size = 24 }: { readonly size?: number }) {
  return (
    <svg
      width={(size * 32) / 40}
      height={size}
      viewBox="0 0 32 40"
      fill="none"
      strokeWidth={4.4}
      strokeLinecap="round"
      aria-hidden="true"
      className="shrink-0 stroke-accent"
    >
      <path d={outline} />
      <path d="M16 37V23" strokeWidth={4} />
    </svg>
  );
}
