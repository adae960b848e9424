import { isCode } from '@postern/access';
import { helpPageOf } from '@postern/access/help';
import { Page, Section, useText } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import { NotFoundPage } from '../gate/not-found-page.tsx';
import { SeeAlsoLink } from './help-links.tsx';
import { NumberedSteps } from './numbered-steps.tsx';

/** One message: what it means, what to do, who else can help, what is near it. */
export function HelpCodePage() {
  const text = useText();
  const { code } = useParams({ strict: false });
  if (!isCode(code)) return <NotFoundPage />;
  const page = helpPageOf(code);
  return (
    <Page
      title={page.message}
      lead={
        <>
          <span className="text-base">{text.help.code}</span> <code className="text-sm">{code}</code>
        </>
      }
    >
      {!page.inUse && <p className="mb-6 text-ink-2">{text.help.notInUse}</p>}
      <Section title={text.help.means}>
        <p className="max-w-prose">{page.means}</p>
      </Section>
      <Section title={text.help.steps}>
        <NumberedSteps steps={page.steps} />
      </Section>
      <Section title={text.help.whoElse}>
        <p className="max-w-prose">{page.others}</p>
      </Section>
      {page.seeAlso.length > 0 && (
        <Section title={text.help.seeAlso}>
          <ul className="flex flex-col gap-1.5">
            {page.seeAlso.map((link) => (
              <li key={link.target}>
                <SeeAlsoLink link={link} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Link to="/help" className="prose-link">
        {text.help.back}
      </Link>
    </Page>
  );
}
