import { buttonClass, useText } from '@postern/ui';
import { Link } from '@tanstack/react-router';
import { Smartphone } from 'lucide-react';
import { usePhoneIfApp } from '../phone/approver-context.tsx';

/** In the header of the installed app: the phone, and how many devices ask it. */
export function PhoneLink() {
  const words = useText().phoneApp;
  const phone = usePhoneIfApp();
  if (phone === undefined) return null;
  const asking = phone.requests.length;
  return (
    <Link
      to="/phone"
      aria-label={asking === 0 ? words.link : words.linkWithRequests(asking)}
      className={buttonClass('quiet')}
    >
      <Smartphone size={16} aria-hidden="true" />
      <span className="hidden sm:inline">{words.link}</span>
      {asking > 0 && (
        <span aria-hidden="true" className="rounded-full bg-need-soft px-1.5 text-need text-xs">
          {asking}
        </span>
      )}
    </Link>
  );
}
