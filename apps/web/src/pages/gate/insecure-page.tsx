import { buttonClass, Logo, Page, PageFrame, Section, useText } from '@postern/ui';

/** Plain HTTP from another computer: the browser offers no cryptography, so nothing else can be shown. */
export function InsecurePage() {
  const text = useText();
  const secure = `https://${location.host}${location.pathname}`;
  return (
    <PageFrame home={<Logo />}>
      <Page title={text.insecure.title} lead={text.insecure.lead}>
        <Section title={text.insecure.forYou} lead={text.insecure.forYouStep}>
          <a href={secure} className={buttonClass('primary')}>
            {text.insecure.tryHttps}
          </a>
        </Section>
        <Section title={text.insecure.forOperator}>
          <ul className="flex list-disc flex-col gap-1.5 pl-5 text-ink-2">
            {text.insecure.operatorSteps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
        </Section>
      </Page>
    </PageFrame>
  );
}
