import { Tag, useText } from '@postern/ui';

/** The name of a kind of way, and whether there is one. */
export function MethodTitle({ name, isOn }: { readonly name: string; readonly isOn: boolean }) {
  const words = useText().keyStorage;
  return (
    <span className="flex items-center gap-2">
      {name} <Tag tone={isOn ? 'accent' : 'plain'}>{isOn ? words.set : words.notSet}</Tag>
    </span>
  );
}
