import { type Code, familyOf } from '@postern/access';
import type { HelpLink } from '@postern/access/help';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A link to the help page of a code. */
export function CodeLinkTo({
  code,
  className,
  children,
}: {
  readonly code: Code;
  readonly className: string;
  readonly children: ReactNode;
}) {
  const family = familyOf(code);
  return (
    <Link
      to={family === 'gate' || family === 'resource' ? '/help/$code' : '/help/errors/$code'}
      params={{ code }}
      className={className}
    >
      {children}
    </Link>
  );
}

/** Where a *see also* leads: another code or a guide. */
export function SeeAlsoLink({ link }: { readonly link: HelpLink }) {
  const guide = link.target.startsWith('guide:') ? link.target.slice('guide:'.length) : undefined;
  if (guide !== undefined) {
    return (
      <Link to="/help/guides/$guide" params={{ guide }} className="prose-link">
        {link.title}
      </Link>
    );
  }
  return (
    <CodeLinkTo code={link.target as Code} className="prose-link">
      {link.title}
    </CodeLinkTo>
  );
}
