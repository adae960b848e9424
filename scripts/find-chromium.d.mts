export const noChromium: string;
/** The path of an installed Chromium, Chrome or Edge, installing Debian's where that is possible. */
export function findChromium(): string | undefined;
