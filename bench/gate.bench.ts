import { mayaInside } from '../packages/access/src/gate/example-facts.ts';
import { decide } from '../packages/access/src/gate/gate.ts';
import { report, summarize } from './harness.ts';

/** Decisions a second over facts that pass every check, which is the longest way through. */
const rounds = 100_000;
const facts = mayaInside();

function perSecond(work: () => unknown): number {
  const startedMs = performance.now();
  for (let i = 0; i < rounds; i++) work();
  return rounds / ((performance.now() - startedMs) / 1000);
}

/** A comparison of as many facts as the gate reads: nothing that decides could do less. */
const fields = Object.values(facts);
const bare = () => fields.every((group) => group !== undefined);

if (!decide(facts).ok) throw new Error('Maya is refused, so this would measure a refusal');
perSecond(() => decide(facts));
const runs = Array.from({ length: 9 }, () => [perSecond(() => decide(facts)), perSecond(bare)] as const);
report(
  'gate decide',
  summarize(runs.map(([decided]) => decided)),
  '1/s',
  summarize(runs.map(([, compared]) => compared)),
);
