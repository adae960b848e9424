/** First parts of addresses that are pages of the product and no organization. */
const ownPages: ReadonlySet<string> = new Set([
  '',
  'account',
  'forgot-password',
  'help',
  'invitation',
  'new',
  'phone',
  'recover',
  'sign-in',
  'sign-up',
]);

/** The address of the organization that a path of this server leads into. */
export function organizationIn(path: string | undefined): string | undefined {
  const first = path?.split(/[/?#]/)[1] ?? '';
  return ownPages.has(first) ? undefined : first;
}
