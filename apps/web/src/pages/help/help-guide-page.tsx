import { guideOf, isGuideId } from '@postern/access/help';
import { Page, Section, useText } from '@postern/ui';
import { Link, useParams } from '@tanstack/react-router';
import { NotFoundPage } from '../gate/not-found-page.tsx';
import { NumberedSteps } from './numbered-steps.tsx';

/** A guide: headings with paragraphs, and numbered steps where there is something to do. */
export function HelpGuidePage() {
  const text = useText();
  const { guide: id } = useParams({ strict: false });
  if (id === undefined || !isGuideId(id)) return <NotFoundPage />;
  const guide = guideOf(id);
  return (
    <Page title={guide.title} lead={guide.lead}>
      {guide.blocks.map((block) => (
        <Section key={block.heading} title={block.heading}>
          <div className="flex flex-col gap-3">
            {block.paragraphs.map((paragraph) => (
              <p key={paragraph} className="max-w-prose">
                {paragraph}
              </p>
            ))}
            {block.steps !== undefined && <NumberedSteps steps={block.steps} />}
          </div>
        </Section>
      ))}
      <Link to="/help" className="prose-link">
        {text.help.back}
      </Link>
    </Page>
  );
}
