import { LogoMark } from './arch.tsx';

/** The mark and the name. The name is a proper name and is not translated. */
export function Logo({ nameHidden = false }: { readonly nameHidden?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2.5">
      <LogoMark />
      <span className={nameHidden ? 'sr-only' : 'font-semibold text-md tracking-tight'}>Postern</span>
    </span>
  );
}
