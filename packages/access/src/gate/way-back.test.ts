import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Fixer } from '../catalogue/fixers.ts';
import type { Denied } from './denial.ts';
import { exampleNowMs, mayaInside, withPart } from './example-facts.ts';
import type { Facts } from './facts.ts';
import { decide } from './gate.ts';

/**
 * From any state that losses, rules and removals of rights can lead to, the gate lists a way back that works for
 * everybody, or the owner has confirmed the state to be final: the recovery kit and every way to the keys are lost, and
 * nobody else holds them. Who decides is the gate itself; the model only knows what each remedy takes and does.
 */

type Way = 'password' | 'sheet' | 'phone' | 'passkey';

interface Person {
  readonly isOwner: boolean;
  readonly manages: boolean;
  custodian: boolean;
  status: 'active' | 'disabled' | 'expired';
  /** Ways to the keys in force that the person still has. */
  readonly ways: Set<Way>;
  /** What began the keys that the organization does not know; `null` while it knows them. */
  lostBy: 'password' | 'phone' | null;
  /** Enrolled and at hand, enrolled and lost, or none. */
  factor: 'has' | 'lost' | 'none';
  /** Comes from an address that is not on the list. */
  away: boolean;
}

interface Model {
  readonly people: readonly Person[];
  kit: boolean;
  listOn: boolean;
  factorRule: boolean;
  /** The owner went on without any way to the keys, having been asked for the kit. */
  confirmed: boolean;
}

type Step = (model: Model, person: Person) => void;

const lose =
  (way: Way): Step =>
  (model, person) => {
    person.ways.delete(way);
    if (person.ways.size > 0) return;
    // With none left a reset begins anew; the page names the kit where nobody else holds the keys.
    person.lostBy ??= way === 'phone' ? 'phone' : 'password';
    if (person.isOwner) model.confirmed = true;
  };
/** Whoever is inside gives out rights and takes them. */
const steps: readonly Step[] = [
  lose('password'),
  lose('sheet'),
  lose('phone'),
  lose('passkey'),
  (_, { ways }) => ways.size > 0 && ways.add('sheet'),
  (_, { ways }) => ways.size > 0 && ways.add('phone'),
  (model) => {
    model.kit = false;
  },
  (_, person) => {
    person.factor = 'has';
  },
  (_, person) => {
    if (person.factor === 'has') person.factor = 'lost';
  },
  (_, person) => {
    person.away = true;
  },
  (model) => {
    model.listOn = true;
  },
  (model) => {
    model.factorRule = true;
  },
  (_, person) => {
    if (!person.isOwner) person.status = 'disabled';
  },
  (_, person) => {
    if (!person.isOwner) person.status = 'expired';
  },
  (_, person) => {
    if (person.lostBy === null && person.status === 'active') person.custodian = true;
  },
];

function start(): Model {
  const person = (isOwner: boolean, manages: boolean): Person => ({
    isOwner,
    manages,
    custodian: isOwner,
    status: 'active',
    ways: new Set(['password']),
    lostBy: null,
    factor: 'none',
    away: false,
  });
  return {
    people: [person(true, true), person(false, true), person(false, false)],
    kit: true,
    listOn: false,
    factorRule: false,
    confirmed: false,
  };
}

const holdsKeys = (person: Person) =>
  person.custodian && person.status === 'active' && person.lostBy === null;

function factsOf(model: Model, person: Person): Facts {
  const others = model.people.filter((one) => one !== person && holdsKeys(one)).length;
  const enrolled = person.factor === 'none' ? [] : (['totp'] as const);
  let facts = mayaInside();
  facts = withPart('session', { factorsUsed: person.factor === 'has' ? enrolled : [] }, facts);
  const keys = {
    state: 'present' as const,
    generation: person.lostBy === null ? 1 : 2,
    resetBy: person.lostBy,
  };
  facts = withPart('account', { factorsEnrolled: enrolled, keys }, facts);
  const names = Array.from({ length: others }, (_, at) => `Custodian ${at + 1}`);
  facts = withPart('organization', { otherCustodians: others, otherCustodianNames: names }, facts);
  const { isOwner, custodian: isCustodian, status } = person;
  const endsAtMs = status === 'expired' ? exampleNowMs - 1 : null;
  facts = withPart('membership', { isOwner, isCustodian, status, endsAtMs }, facts);
  const factorRule = model.factorRule ? { level: 'any' as const, fromMs: 0, graceMs: 0 } : null;
  facts = withPart('settings', { addressAllowed: model.listOn ? !person.away : null, factorRule }, facts);
  return withPart('keyLink', { link: person.lostBy === null ? 'linked' : 'broken' }, facts);
}

/** Whether somebody of those inside can do what a fixer does for this person. */
function isThere(fixer: Fixer, person: Person, inside: ReadonlySet<Person>, denied: Denied): boolean {
  const others = [...inside].filter((one) => one !== person);
  const needsCustodian = person.isOwner || person.custodian;
  const isOfKeys = denied.code === 'relink_required' || denied.code === 'phone_unpaired';
  switch (fixer) {
    case 'operator':
      return true;
    case 'custodian':
      return others.some(holdsKeys);
    case 'owner':
      return others.some(({ isOwner }) => isOwner);
    case 'permission:members.manage':
      // Who holds an organization's keys is linked anew by somebody else who does, and by nobody else.
      return others.some((one) => one.manages && !(needsCustodian && isOfKeys));
    case 'permission:settings.manage':
      return others.some(({ isOwner }) => isOwner);
    default:
      return false;
  }
}

/** Ends the denial, as its remedy does; false when nobody can by what it lists. */
function settle(model: Model, person: Person, denied: Denied, inside: ReadonlySet<Person>): boolean {
  // The owner's door stands open whatever the address, the client or the second factor.
  const facts = factsOf(model, person);
  const atDoor = decide({ ...facts, request: { ...facts.request, door: 'recover' } });
  if (person.isOwner && model.kit && atDoor.ok) {
    for (const one of model.people) if (one !== person) one.custodian = false;
    Object.assign(person, { lostBy: null, away: false, factor: 'none' });
    if (model.factorRule) person.factor = 'has';
    return true;
  }
  if (denied.remedies.includes('set_up_second_factor')) {
    person.factor = 'has';
    return true;
  }
  if (!denied.fixers.some((fixer) => isThere(fixer, person, inside, denied))) return false;
  switch (denied.code) {
    case 'member_disabled':
    case 'member_expired':
      person.status = 'active';
      return true;
    case 'ip_not_allowed':
      person.away = false;
      return true;
    case 'relink_required':
    case 'recovery_code_or_invitation_required':
    case 'phone_unpaired':
      person.lostBy = null;
      return true;
    default:
      return false;
  }
}

/** Lets everybody in who can come in by what is listed, one remedy after the other; answers who is still denied. */
function comeBack(model: Model): ReadonlyMap<Person, Denied> {
  const inside = new Set<Person>();
  const denied = new Map<Person, Denied>();
  for (let moved = true; moved; ) {
    moved = false;
    for (const person of model.people) {
      if (inside.has(person)) continue;
      // A lost factor: another way to the keys at sign-in, the kit at the owner's door, or the operator.
      if (person.factor === 'lost') person.factor = 'none';
      const decision = decide(factsOf(model, person));
      if (decision.ok) {
        inside.add(person);
        denied.delete(person);
        moved = true;
      } else {
        denied.set(person, decision);
        moved = settle(model, person, decision, inside) || moved;
      }
    }
  }
  return denied;
}

describe('the way back', () => {
  it('is listed from any state, or the owner has confirmed that there is none', () => {
    const told = fc.array(fc.tuple(fc.nat(steps.length - 1), fc.constantFrom(0, 0, 1, 2)), { maxLength: 24 });
    fc.assert(
      fc.property(told, (sequence) => {
        const model = start();
        for (const [step, of] of sequence) {
          const person = model.people[of];
          if (person !== undefined) steps[step]?.(model, person);
        }
        const { kit, confirmed } = model;
        const denied = comeBack(model);
        const owner = model.people.find(({ isOwner }) => isOwner);
        const ofOwner = owner && denied.get(owner);
        if (denied.size > 0 && ofOwner === undefined) {
          throw new Error(`the owner is inside, and others find no way: ${[...denied.values()][0]?.code}`);
        }
        if (ofOwner === undefined) return;
        // Final: nothing opens the organization any more. The page says so, and how to give it up.
        if (kit || !confirmed) throw new Error(`the owner finds no way: ${ofOwner.code}`);
        if (!ofOwner.remedies.includes('search_recovery_kit')) {
          throw new Error(`the owner is not told that it is final: ${ofOwner.code}`);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
