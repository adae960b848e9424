import { Button, Notice, useText, useToast } from '@postern/ui';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { Link as LinkIcon } from 'lucide-react';
import { useOpenOrganization } from '../../../port-context.tsx';
import { copyPlainly } from '../../gate/copy-plainly.ts';
import { AdministrationPage } from '../administration-page.tsx';
import { mayCheckAccess } from '../sections.ts';
import { CheckPerson } from './check-person.tsx';
import type { CheckSearch } from './check-search.ts';
import { WhoCanOpen } from './who-can-open.tsx';

/** Why somebody gets in or does not, and who can open what. What is asked stands in the address bar. */
export function CheckPage() {
  const text = useText();
  const words = text.checkAccess;
  const organization = useOpenOrganization();
  const search = useSearch({ from: '/$organization/administration/check' });
  const asked = search.tab === 'vault' ? search.vault : (search.member ?? search.email ?? search.attempt);
  if (!mayCheckAccess(organization)) {
    return (
      <AdministrationPage title={words.title} lead={words.lead}>
        <Notice title={words.mayNot}>
          <p className="text-ink-2">{text.administration.grantedBy}</p>
        </Notice>
      </AdministrationPage>
    );
  }
  return (
    <AdministrationPage title={words.title} lead={words.lead} action={asked !== undefined && <CopyLink />}>
      <nav aria-label={words.tabs.label} className="mb-6 flex gap-5 border-line border-b">
        <Tab
          label={words.tabs.person}
          isHere={search.tab === undefined}
          search={{ ...search, tab: undefined }}
        />
        <Tab label={words.tabs.vault} isHere={search.tab === 'vault'} search={{ ...search, tab: 'vault' }} />
      </nav>
      {search.tab === 'vault' ? <WhoCanOpen search={search} /> : <CheckPerson search={search} />}
    </AdministrationPage>
  );
}

/** The address is the whole question: whoever may ask it sees the answer for themselves. */
function CopyLink() {
  const words = useText().checkAccess;
  const toast = useToast();
  return (
    <Button
      icon={<LinkIcon size={15} aria-hidden="true" />}
      onClick={async () => {
        const copied = await copyPlainly(window.location.href);
        toast({ message: copied === undefined ? words.notCopied : words.copied });
      }}
    >
      {words.copyLink}
    </Button>
  );
}

interface TabProps {
  readonly label: string;
  readonly isHere: boolean;
  readonly search: CheckSearch;
}

function Tab({ label, isHere, search }: TabProps) {
  const { organization } = useParams({ from: '/$organization' });
  return (
    <Link
      to="/$organization/administration/check"
      params={{ organization }}
      search={search}
      aria-current={isHere ? 'page' : undefined}
      className={
        isHere
          ? '-mb-px flex h-9 items-center border-accent border-b-2 font-medium text-ink'
          : '-mb-px flex h-9 items-center border-transparent border-b-2 font-medium text-ink-2 hover:text-ink'
      }
    >
      {label}
    </Link>
  );
}
