import { CopyButton, useText } from '@postern/ui';
import { copyPlainly } from '../gate/copy-plainly.ts';

/** The file to look for. Of a name with a gap for the organization's, the part before it is copied: a search finds that. */
export function KitFile({ fileName }: { readonly fileName: string }) {
  const { copyFile } = useText().ownersDoor;
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-2">
      <span className="wrap-anywhere min-w-0 font-medium">{fileName}</span>
      <CopyButton label={copyFile} onCopy={() => copyPlainly(fileName.split(' …')[0] ?? fileName)} />
    </p>
  );
}
