import type { CustomField, EntryDraft, OpenedEntry, VaultFacts } from '@postern/client';
import type { UiText } from '@postern/ui';

/** One line of the comparison. */
export interface Difference {
  /** Tells the lines of one comparison apart. */
  readonly key: string;
  readonly label: string;
  readonly yours: string;
  readonly theirs: string;
  /** Shown in the type that tells look-alikes apart. */
  readonly isSecret: boolean;
}

/**
 * What two versions of an entry differ in, in the order of the form; empty when they say the same. `folders` are those of
 * the vault. A draft is of an entry that was not in the trash.
 */
export function differencesBetween(
  yours: EntryDraft,
  theirs: OpenedEntry,
  folders: VaultFacts['folders'],
  text: UiText,
): readonly Difference[] {
  const { conflict, entry, entryForm } = text;
  const folderName = (id: EntryDraft['folder']) =>
    id === undefined
      ? entryForm.noFolder
      : (folders.find((folder) => folder.id === id)?.name ?? conflict.deletedFolder);
  const plain = (key: string, label: string, mine: string, other: string): Difference => ({
    key,
    label,
    yours: mine,
    theirs: other,
    isSecret: false,
  });
  const both = (key: string, label: string, of: (version: EntryDraft) => string) =>
    plain(key, label, of(yours), of(theirs));
  const yesOrNo = (is: boolean) => (is ? 'yes' : 'no');
  const all: readonly Difference[] = [
    both('type', conflict.type, ({ type }) => entry.types[type]),
    both('title', entryForm.title, ({ title }) => title),
    both('user', entry.user, ({ user }) => user),
    { ...both('password', entry.password, ({ password }) => password), isSecret: true },
    both('urls', entry.website, ({ urls }) => urls.join('\n')),
    both('notes', entry.notes, ({ notes }) => notes),
    both('tags', entry.tags, ({ tags }) => tags.join(', ')),
    both('folder', entryForm.folder, ({ folder }) => folderName(folder)),
    both('favourite', conflict.favourite, ({ favourite }) => conflict.favourites[yesOrNo(favourite)]),
    plain(
      'trash',
      conflict.trash,
      conflict.trashes.no,
      conflict.trashes[yesOrNo(theirs.trashedAtMs !== undefined)],
    ),
    ...fieldDifferences(yours.custom, theirs.custom, text),
  ];
  return all.filter((difference) => difference.yours !== difference.theirs);
}

/** Fields of one name are compared in their order: the first with the first, the second with the second. */
function fieldDifferences(
  yours: readonly CustomField[],
  theirs: readonly CustomField[],
  { conflict, entryForm }: UiText,
): readonly Difference[] {
  const [mine, other] = [byNameAndPlace(yours), byNameAndPlace(theirs)];
  const kindOf = (field: CustomField | undefined) =>
    field === undefined ? conflict.noField : entryForm.fieldKinds[field.kind];
  const places = new Map([...mine, ...other].map(([key, { name, place }]) => [key, { name, place }]));
  const lines = [...places].flatMap(([key, { name, place }]): readonly Difference[] => {
    const [here, there] = [mine.get(key)?.field, other.get(key)?.field];
    const label = place === 1 ? name : conflict.fieldNumber(name, place);
    return [
      {
        key: `value ${key}`,
        label,
        yours: here?.value ?? '',
        theirs: there?.value ?? '',
        isSecret: here?.kind === 'hidden' || there?.kind === 'hidden',
      },
      {
        key: `kind ${key}`,
        label: conflict.fieldKind(label),
        yours: kindOf(here),
        theirs: kindOf(there),
        isSecret: false,
      },
    ];
  });
  const namesOf = (fields: readonly CustomField[]) => fields.map(({ name }) => name).join(', ');
  const isSameSet = mine.size === other.size && places.size === mine.size;
  if (!isSameSet) return lines;
  const order = { yours: namesOf(yours), theirs: namesOf(theirs), isSecret: false };
  return [...lines, { key: 'order', label: conflict.fieldOrder, ...order }];
}

interface PlacedField {
  readonly name: string;
  /** Counted from 1 among the fields of this name. */
  readonly place: number;
  readonly field: CustomField;
}

function byNameAndPlace(fields: readonly CustomField[]): ReadonlyMap<string, PlacedField> {
  const placed = new Map<string, PlacedField>();
  const counts = new Map<string, number>();
  for (const field of fields) {
    const { name } = field;
    const place = (counts.get(name) ?? 0) + 1;
    counts.set(name, place);
    placed.set(`${place} ${name}`, { name, place, field });
  }
  return placed;
}
