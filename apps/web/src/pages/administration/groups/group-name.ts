import type { UiText } from '@postern/ui';

/** The group's name, or that this device cannot open it: it is sealed under a key that this person may not hold. */
export function groupName({ name }: { readonly name: string }, text: UiText): string {
  return name === '' ? text.groups.sealedName : name;
}
