import '../../apps/web/src/zod-without-eval.ts';
import * as crypto from '@postern/crypto/vectors';
import * as ledger from '@postern/ledger/vectors';

/** What the page of the vectors offers to the test that drives it. */
export interface VectorPage {
  readonly crypto: (
    vectors: Parameters<typeof crypto.checkVectors>[0],
  ) => ReturnType<typeof crypto.checkVectors>;
  readonly ledger: (file: ledger.VectorFile) => ReturnType<typeof ledger.checkVectors>;
}

const offered: VectorPage = { crypto: crypto.checkVectors, ledger: ledger.checkVectors };
Object.assign(globalThis, { vectorPage: offered });
