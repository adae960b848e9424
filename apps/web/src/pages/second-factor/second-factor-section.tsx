import { buttonClass, Section, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { Loaded } from '../../loaded.tsx';
import { usePort } from '../../port-context.tsx';

/** The account page's part about second factors: how many there are, and the way to them. */
export function SecondFactorSection() {
  const text = useText().secondFactor;
  const port = usePort();
  return (
    <Section
      title={text.title}
      lead={text.lead}
      aside={
        <Link to="/account/second-factor" className={buttonClass()}>
          {text.manage}
        </Link>
      }
    >
      <Loaded of={['second-factors']} load={() => port.secondFactor.list()}>
        {({ factors }) => <p>{text.summary(factors.length)}</p>}
      </Loaded>
    </Section>
  );
}
