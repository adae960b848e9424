import { buttonClass, Page, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';

/** An address of this product that leads nowhere. */
export function NotFoundPage() {
  const text = useText();
  return (
    <Page title={text.notFound.title} lead={text.notFound.lead}>
      <Link to="/" className={buttonClass('primary')}>
        {text.notFound.home}
      </Link>
    </Page>
  );
}
