/** An organization address for a name: "Société Générale & Co" becomes "societe-generale-co". Empty when nothing is left. */
export function suggestAddress(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}
