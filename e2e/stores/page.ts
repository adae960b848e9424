import { openIndexedDbStore } from '../../packages/client/src/store/indexed-db-store.ts';
import { storeCases } from '../../packages/client/test/store-contract.ts';

/** What the page of the store offers to the test that drives it. */
export interface StorePage {
  readonly names: readonly string[];
  /** Runs one case on a database of its own; throws as the case does. */
  readonly run: (at: number) => Promise<void>;
}

const offered: StorePage = {
  names: storeCases.map(({ name }) => name),
  run: async (at) => {
    const storeCase = storeCases[at];
    if (storeCase === undefined) throw new RangeError(`there is no case ${at}`);
    await storeCase.run(() => openIndexedDbStore(`case-${at}`), true);
  },
};
Object.assign(globalThis, { storePage: offered });
