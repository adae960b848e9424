import type { Bytes } from '@postern/core';
import { openSheet, type Sheet } from '../paper/open-sheet.ts';
import { formatKitText } from '../recovery/kit-text.ts';

/** What is printed. Nothing in it but the code is secret. */
export interface KitFacts {
  readonly organization: string;
  readonly address: string;
  readonly organizationId: string;
  /** Where the organization is, like `https://postern.example/acme`. */
  readonly url: string;
  readonly version: number;
  readonly madeAtMs: number;
  readonly ownerEmail: string;
  readonly groups: readonly string[];
}

/** The name the file is saved under; characters that no file system takes are left out. */
export function kitFileName({
  organization,
  address,
  version,
}: Pick<KitFacts, 'address' | 'version'> & { readonly organization: string | undefined }): string {
  const name = organization
    ?.replaceAll(/[\p{C}/\\:*?"<>|]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
  return ['Postern recovery kit', name ?? unknownName, `${address} v${version}.pdf`]
    .filter(Boolean)
    .join(' ');
}

/** Stands in a file's name for that of an organization which nobody has vouched for yet. */
const unknownName = '…';

/**
 * The kit as one page of A4, black on white: what it is, who uses it, where to keep it, the code as text and as a QR
 * code. Drawn on the device.
 */
export async function drawKitPdf(facts: KitFacts): Promise<Bytes> {
  const sheet = await openSheet(`Postern recovery kit, version ${facts.version}`);
  sheet.heading('Postern recovery kit');
  sheet.paragraph(
    'This page brings the organization back when its owner has lost the password and every other way to the keys. Only the owner uses it. Whoever holds it can open everything in the organization.',
  );
  sheet.paragraph(
    'Print it and keep it where you keep what cannot be replaced, like a safe. Do not photograph it, mail it or store it beside the passwords it protects.',
  );
  sheet.rule();
  sheet.fact('Organization', nameFor(facts, sheet));
  sheet.fact('Address', facts.url);
  sheet.fact('Organization id', facts.organizationId, 'mono');
  sheet.fact('Owner', facts.ownerEmail);
  sheet.fact('Version', `${facts.version}, made on ${new Date(facts.madeAtMs).toISOString().slice(0, 10)}`);
  sheet.rule();
  sheet.code('Recovery code', facts.groups);
  const { organizationId: organization, address } = facts;
  sheet.qr(formatKitText({ organization, address, code: facts.groups.join('-') }), [
    'The same code, for a camera.',
    '',
    'A device that does not know the organization asks for',
    'the beginning of its id before it asks for the code.',
    'The code never leaves your device; nobody will ask',
    'you to send it.',
    '',
    'Made a newer kit? Then this one opens nothing new.',
    'Destroy it.',
  ]);
  return sheet.save();
}

/** The organization's name, or what identifies it where the printed letters cannot spell it. */
function nameFor({ organization, address }: KitFacts, { printable }: Pick<Sheet, 'printable'>): string {
  const name = organization.length > 60 ? `${organization.slice(0, 59)}…` : organization;
  const spelled = printable(name);
  return spelled.includes('?') && !name.includes('?')
    ? `${address} (its name uses letters that this page cannot print)`
    : spelled;
}
