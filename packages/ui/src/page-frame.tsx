import type { ReactNode } from 'react';
import { useText } from './text/use-text.tsx';

export interface PageFrameProps {
  /** The logo, usually inside a link home. */
  readonly home: ReactNode;
  /** Which organization this is, and the way to another. */
  readonly organization?: ReactNode;
  /** Right of the header: account menu, or the way to sign in. */
  readonly account?: ReactNode;
  /** A state of the whole frame: offline, behind, an alarm. */
  readonly banner?: ReactNode;
  readonly children: ReactNode;
  /** Content fills the window and scrolls by itself (the vault). */
  readonly filled?: boolean;
}

/** Header, an optional banner, and the page. */
export function PageFrame({ home, organization, account, banner, children, filled = false }: PageFrameProps) {
  const text = useText();
  return (
    <div className={filled ? 'flex h-dvh flex-col overflow-hidden' : 'flex min-h-dvh flex-col'}>
      <a
        href="#main"
        className="fixed top-2 left-2 z-60 -translate-y-20 rounded-lg bg-accent px-3 py-2 text-accent-ink focus:translate-y-0"
      >
        {text.frame.skipToContent}
      </a>
      <header className="flex h-14 shrink-0 items-center gap-3 border-line border-b px-4 sm:px-6">
        {home}
        {organization !== undefined && organization !== false && (
          <>
            <span aria-hidden="true" className="text-ink-3">
              /
            </span>
            <div className="min-w-0">{organization}</div>
          </>
        )}
        <div className="ml-auto flex shrink-0 items-center gap-2">{account}</div>
      </header>
      {banner}
      <main
        id="main"
        tabIndex={-1}
        className={filled ? 'flex min-h-0 flex-1 flex-col outline-none' : 'flex-1 outline-none'}
      >
        {children}
      </main>
    </div>
  );
}

/** One column of a page in reading width, with its heading. */
export function Page({
  title,
  lead,
  children,
  wide = false,
}: {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
  readonly wide?: boolean;
}) {
  return (
    <div className={`mx-auto w-full px-4 py-8 sm:px-6 sm:py-12 ${wide ? 'max-w-5xl' : 'max-w-2xl'}`}>
      <h1 className="text-balance font-semibold text-xl tracking-tight">{title}</h1>
      {lead !== undefined && <div className="mt-2 text-pretty text-ink-2 text-md">{lead}</div>}
      <div className="mt-6">{children}</div>
    </div>
  );
}

/** A titled part of a page, separated by a hairline. */
export function Section({
  title,
  lead,
  aside,
  children,
}: {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  readonly aside?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <section className="border-line border-t py-6">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="font-semibold">{title}</h2>
          {lead !== undefined && <div className="mt-1 max-w-prose text-pretty text-ink-2">{lead}</div>}
        </div>
        {aside}
      </div>
      {children !== undefined && <div className="mt-4">{children}</div>}
    </section>
  );
}
