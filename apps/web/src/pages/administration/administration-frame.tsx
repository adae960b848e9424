import { classNames, useText } from '@postern/ui';
import { Link, Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useOpenOrganization } from '../../port-context.tsx';
import { RequestsBadge } from './requests/badge.tsx';
import { administrationPages } from './sections.ts';

const linkClass =
  'flex h-9 shrink-0 items-center gap-2 rounded-lg px-2.5 whitespace-nowrap text-ink-2 transition-colors hover:bg-hover hover:text-ink';
const activeClass = 'bg-accent-soft font-medium text-accent';

/** The pages of the administration side by side: a column on a desk, a row to swipe on a phone. */
export function AdministrationFrame() {
  const text = useText();
  const { organization } = useParams({ from: '/$organization' });
  const pages = administrationPages(useOpenOrganization());
  const nav = useRef<HTMLElement>(null);
  const page = useRouterState({ select: (state) => state.location.pathname });
  // On a phone the row is longer than the screen: the page one is on is brought into sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page has its own link
  useEffect(() => {
    const row = nav.current;
    if (row === null) return;
    const show = () => {
      const here = row.querySelector<HTMLElement>('[aria-current="page"]');
      if (here) row.scrollLeft = here.offsetLeft - 24;
    };
    const resized = new ResizeObserver(show);
    resized.observe(row);
    return () => resized.disconnect();
  }, [page]);
  return (
    <div className="mx-auto flex w-full max-w-7xl flex-col lg:flex-row">
      <nav
        ref={nav}
        aria-label={text.administration.nav}
        className="sticky top-0 z-20 flex gap-1 overflow-x-auto border-line border-b bg-ground px-3 py-2 lg:top-4 lg:w-56 lg:shrink-0 lg:flex-col lg:self-start lg:border-b-0 lg:px-4 lg:py-8"
      >
        <Link
          to="/$organization"
          params={{ organization }}
          activeOptions={{ exact: true, includeSearch: false }}
          className={classNames(linkClass, 'lg:mb-3')}
        >
          <ArrowLeft size={14} aria-hidden="true" />
          {text.administration.back}
        </Link>
        {pages.map(({ key, to }) => (
          <Link
            key={key}
            to={to}
            params={{ organization }}
            activeOptions={{ exact: key === 'overview', includeSearch: false }}
            activeProps={{ className: activeClass, 'aria-current': 'page' }}
            className={linkClass}
          >
            {text.administration.sections[key].title}
            {key === 'requests' && <RequestsBadge />}
          </Link>
        ))}
      </nav>
      <div className="min-w-0 flex-1 px-4 py-6 sm:px-6 lg:py-9 lg:pl-4">
        <Outlet />
      </div>
    </div>
  );
}
