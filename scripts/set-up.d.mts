/** Root folder of the checkout. */
export const root: string;
export function buildServer(): Promise<void>;
export function buildCli(): Promise<void>;
