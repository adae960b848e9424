import { useText } from '@postern/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { usePort } from '../../port-context.tsx';
import { opensKeys } from './opens-keys.ts';

/** One quiet line for whoever has one way to the keys only; nothing as long as that is not known. */
export function SecondWayNudge() {
  const words = useText().keyStorage;
  const port = usePort();
  const { data } = useQuery({ queryKey: ['key-storage'], queryFn: () => port.keyStorage.read() });
  if (data?.ok !== true || data.value.methods.filter(opensKeys).length > 1) return undefined;
  return (
    <p className="mt-8 border-line border-t pt-4 text-ink-2 text-sm">
      {words.nudge}{' '}
      <Link to="/account/key-storage" className="prose-link">
        {words.nudgeLink}
      </Link>
    </p>
  );
}
