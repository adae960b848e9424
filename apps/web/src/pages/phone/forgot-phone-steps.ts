/**
 * How far somebody is who has lost a phone. What the account itself tells is not remembered: only what nobody but the person
 * knows is kept on the device, so that the list survives a reload.
 */

export const stepNames = ['open', 'entry', 'others', 'cut', 'pair', 'ask'] as const;
export type StepName = (typeof stepNames)[number];

/** `spared`: as things are, there is no need for it. `none`: there is nothing to do it with. */
export type StepState = 'done' | 'now' | 'later' | 'spared' | 'none';

/** What the person said, or did while the list was there. */
export interface Said {
  /** The phones of then, by their methods. Any other is a new one, whatever the clocks of device and server say. */
  readonly formerPhones: readonly string[];
  readonly phoneIsGone: boolean;
  readonly hasNoOther: boolean;
}

/** What the account tells. */
export interface Known {
  /** The keys are open here: whatever happened to the phone, nothing is lost. */
  readonly hasKeys: boolean;
  /** The account began anew without its keys, and organizations still have to take the new ones. */
  readonly hasBegunAnew: boolean;
  readonly phones: readonly { readonly method: string; readonly isUnpaired: boolean }[];
  /** Ways to the keys that are neither a phone nor the forgotten password. */
  readonly otherWays: number;
}

/** The state of each of the six steps; the first that is neither done nor spared is `now`. */
export function stepsOf(known: Known, said: Said): Readonly<Record<StepName, StepState>> {
  // Keys that were begun anew have new phones alone.
  const isFormer = (method: string) => !known.hasBegunAnew && said.formerPhones.includes(method);
  const isGone = known.phones.every(({ method, isUnpaired }) => isUnpaired || !isFormer(method));
  const hasNew = known.phones.some(({ method, isUnpaired }) => !isUnpaired && !isFormer(method));
  // The person's word takes the phone off nothing: where the keys are open, the list of the account says whether it is.
  const entry = known.hasBegunAnew || isGone || (said.phoneIsGone && !known.hasKeys);
  const spared = known.hasKeys && !known.hasBegunAnew;
  const over: Readonly<Record<StepName, boolean | 'spared' | 'none'>> = {
    open: true,
    entry,
    others: spared ? 'spared' : (known.hasBegunAnew || known.otherWays === 0 || said.hasNoOther) && 'none',
    cut: spared ? 'spared' : known.hasBegunAnew,
    pair: hasNew,
    ask: spared ? 'spared' : false,
  };
  const now = stepNames.find((name) => over[name] === false);
  const stateOf = (name: StepName): StepState => {
    const is = over[name];
    if (is === false) return name === now ? 'now' : 'later';
    return is === true ? 'done' : is;
  };
  return {
    open: stateOf('open'),
    entry: stateOf('entry'),
    others: stateOf('others'),
    cut: stateOf('cut'),
    pair: stateOf('pair'),
    ask: stateOf('ask'),
  };
}
