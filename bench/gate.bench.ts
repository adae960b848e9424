import { mayaInside } from '../packages/access/src/gate/example-facts.ts';
import type { Facts } from '../packages/access/src/gate/facts.ts';
import { decide } from '../packages/access/src/gate/gate.ts';
import { report, summarize } from './harness.ts';

/** Decisions a second over facts that pass every check, which is the longest way through. */
const rounds = 100_000;
/** Many requests, not one again and again: an engine would else decide once and for all. */
const requests = Array.from({ length: 1024 }, (_, i) => {
  const facts = mayaInside();
  return { ...facts, request: { ...facts.request, nowMs: facts.request.nowMs + i } };
});

/** How often a second `passes` answers; each answer is used, so that none can be left out. */
function perSecond(passes: (facts: Facts) => boolean): number {
  const startedMs = performance.now();
  let passed = 0;
  for (let i = 0; i < rounds; i++) {
    const facts = requests[i % requests.length];
    if (facts !== undefined && passes(facts)) passed += 1;
  }
  if (passed !== rounds) throw new Error('Maya is refused, so this would measure a refusal');
  return rounds / ((performance.now() - startedMs) / 1000);
}

const decides = (facts: Facts) => decide(facts).ok;
/** A look at each group of facts: nothing that decides could do less. */
const bare = (facts: Facts) => Object.values(facts).every((group) => group !== undefined);

perSecond(decides);
const runs = Array.from({ length: 9 }, () => [perSecond(decides), perSecond(bare)] as const);
report(
  'gate decide',
  summarize(runs.map(([decided]) => decided)),
  '1/s',
  summarize(runs.map(([, compared]) => compared)),
);
