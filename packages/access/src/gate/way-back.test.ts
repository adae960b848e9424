import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fixer } from '../catalogue/fixers.ts';
import type { Denied } from './denial.ts';
import { exampleNowMs, mayaInside, withPart } from './example-facts.ts';
import type { Facts } from './facts.ts';
import { decide } from './gate.ts';
import { leadsToOwnersDoor } from './rules-of-organization.ts';

/**
 * From any state that losses, rules, ends and removals of rights can lead to, the gate lists a way back that works for
 * everybody, or somebody has confirmed the state to be final: whoever gives up the last keys that open everything is asked
 * for the recovery kit before, and the kit was lost as well. Who decides is the gate itself, and nothing is done that it
 * does not list; the model knows what each remedy takes and does, and who may do what by the ledger's rules.
 */

type Way = 'password' | 'sheet' | 'phone' | 'passkey';

interface Person {
  readonly isOwner: boolean;
  readonly manages: boolean;
  custodian: boolean;
  disabled: boolean;
  /** The end date has come. */
  ended: boolean;
  /** Ways to the keys in force that the person still has. */
  readonly ways: Set<Way>;
  /** What began the keys that the organization does not know; `null` while it knows them. */
  lostBy: 'password' | 'phone' | null;
  /** Linked anew by somebody without custody: what is shared with them waits. */
  waits: boolean;
  /** Enrolled and at hand, enrolled and lost, or none. */
  factor: 'has' | 'lost' | 'none';
  /** Comes from an address that is not on the list. */
  away: boolean;
}

interface Model {
  readonly people: readonly Person[];
  setUp: boolean;
  suspended: boolean;
  kit: boolean;
  listOn: boolean;
  factorRule: boolean;
  /** Somebody went on without the last keys that open everything, having been asked for the kit. */
  confirmed: boolean;
}

/** By the ledger, which does not hear of a forgotten password. */
const isCustodian = ({ custodian, disabled }: Person) => custodian && !disabled;
const holdsEverything = (person: Person) => isCustodian(person) && person.lostBy === null;
const others = ({ people }: Model, person: Person) => people.filter((one) => one !== person);
const isIn = (model: Model, person: Person) =>
  person.factor !== 'lost' && decide(factsOf(model, person)).ok && person.lostBy === null;

/** Something happens to somebody; by somebody else where that is who does it. */
type Step = (model: Model, person: Person, by: Person) => void;

const lose =
  (way: Way): Step =>
  (model, person) => {
    if (!person.ways.delete(way) || person.ways.size > 0) return;
    // With none left a reset begins anew. Whoever was the last to hold everything has confirmed it by then.
    person.lostBy = way === 'phone' ? 'phone' : 'password';
    if (isCustodian(person) && !others(model, person).some(holdsEverything)) model.confirmed = true;
  };
/** What the owner does inside. */
const ofOwner =
  (act: (model: Model, person: Person) => void): Step =>
  (model, person, by) => {
    if (by.isOwner && isIn(model, by)) act(model, person);
  };
/** Rights cover rights: only who has custody changes who has. */
const mayStop = (model: Model, by: Person, { isOwner, custodian }: Person) =>
  !isOwner && isIn(model, by) && (by.isOwner || (by.manages && (by.custodian || !custodian)));

const losePassword = lose('password');
const loseKit: Step = (model) => {
  model.kit = false;
};
const makeCustodian = ofOwner((_, person) => {
  if (person.lostBy === null && !person.disabled && !person.ended) person.custodian = true;
});

const steps: readonly Step[] = [
  // What leads far from where one began comes more often.
  ...[losePassword, losePassword, losePassword, losePassword],
  ...[loseKit, loseKit, loseKit, makeCustodian, makeCustodian, makeCustodian],
  lose('sheet'),
  lose('phone'),
  lose('passkey'),
  (_, { lostBy, ways }) => lostBy === null && ways.add('sheet'),
  (_, { lostBy, ways }) => lostBy === null && ways.add('phone'),
  ofOwner((model) => {
    model.kit = true;
  }),
  (_, person) => {
    if (person.lostBy === null) person.factor = 'has';
  },
  (_, person) => {
    if (person.factor === 'has') person.factor = 'lost';
  },
  (_, person) => {
    person.away = true;
  },
  ofOwner((model) => {
    model.listOn = true;
  }),
  ofOwner((model) => {
    model.factorRule = true;
  }),
  (model, person, by) => {
    if (by !== person && mayStop(model, by, person)) person.disabled = true;
  },
  (_, person) => {
    // Who has custody has no end date.
    if (!person.isOwner && !person.custodian) person.ended = true;
  },
  ofOwner((_, person) => {
    if (!person.isOwner) person.custodian = false;
  }),
  (model) => {
    model.suspended = true;
  },
];

function start(setUp: boolean): Model {
  const person = (isOwner: boolean, manages: boolean): Person => ({
    isOwner,
    manages,
    custodian: isOwner,
    disabled: false,
    ended: false,
    ways: new Set(['password']),
    lostBy: null,
    waits: false,
    factor: 'none',
    away: false,
  });
  return {
    people: [person(true, true), ...(setUp ? [person(false, true), person(false, false)] : [])],
    setUp,
    suspended: false,
    kit: setUp,
    listOn: false,
    factorRule: false,
    confirmed: false,
  };
}

function factsOf(model: Model, person: Person): Facts {
  const custodians = others(model, person).filter(isCustodian).length;
  const enrolled = person.factor === 'none' ? [] : (['totp'] as const);
  let facts = mayaInside();
  facts = withPart('session', { factorsUsed: person.factor === 'has' ? enrolled : [] }, facts);
  const keys = {
    state: 'present' as const,
    generation: person.lostBy === null ? 1 : 2,
    resetBy: person.lostBy,
  };
  facts = withPart('account', { factorsEnrolled: enrolled, keys }, facts);
  const names = Array.from({ length: custodians }, (_, at) => `Custodian ${at + 1}`);
  const { suspended } = model;
  const kitConfirmedAtMs = model.setUp ? exampleNowMs - 1 : null;
  const organization = { suspended, kitConfirmedAtMs, otherCustodians: custodians };
  facts = withPart('organization', { ...organization, otherCustodianNames: names }, facts);
  const { isOwner, custodian, disabled } = person;
  const status = disabled ? ('disabled' as const) : ('active' as const);
  const endsAtMs = person.ended ? exampleNowMs - 1 : null;
  facts = withPart('membership', { isOwner, isCustodian: custodian, status, endsAtMs }, facts);
  const factorRule = model.factorRule ? { level: 'any' as const, fromMs: 0, graceMs: 0 } : null;
  facts = withPart('settings', { addressAllowed: model.listOn ? !person.away : null, factorRule }, facts);
  const link = person.lostBy === null ? ('linked' as const) : ('broken' as const);
  return withPart('keyLink', { link, waits: link === 'linked' && person.waits }, facts);
}

type Inside = ReadonlySet<Person>;

/** Who of those inside does what a fixer of this kind does for this person. */
function helperOf(fixer: Fixer, person: Person, inside: Inside, { code }: Denied): Person | undefined {
  const able = [...inside].filter((one) => one !== person);
  // Who holds an organization's keys is let in anew by somebody else who does, and by nobody else.
  const covered = able.filter((one) => one.isOwner || one.custodian || !(person.isOwner || person.custodian));
  switch (fixer) {
    case 'custodian':
    case 'key_holder':
      return able.find(holdsEverything);
    case 'owner':
      return able.find(({ isOwner }) => isOwner);
    case 'permission:members.manage':
      return covered.find(({ manages }) => manages);
    case 'permission:settings.manage':
      return code === 'ip_not_allowed' ? able.find(({ isOwner }) => isOwner) : undefined;
    default:
      return undefined;
  }
}

/** What asking leads to, once somebody helps who can. */
function help(person: Person, { code }: Denied, by: Person | 'operator', model: Model): boolean {
  switch (code) {
    case 'organization_suspended':
      model.suspended = false;
      return true;
    case 'member_disabled':
      person.disabled = false;
      return true;
    case 'member_expired':
      person.ended = false;
      return true;
    case 'ip_not_allowed':
      person.away = false;
      return true;
    case 'relink_required':
    case 'recovery_code_or_invitation_required':
    case 'phone_unpaired':
      person.lostBy = null;
      person.waits = by === 'operator' || !holdsEverything(by);
      return true;
    case 'keys_pending':
      person.waits = false;
      return true;
    default:
      return false;
  }
}

/** The owner is back by the kit, at the door that stands open whatever the address, the client or the second factor. */
function recover(model: Model, owner: Person): boolean {
  const facts = factsOf(model, owner);
  if (!model.kit || !decide({ ...facts, request: { ...facts.request, door: 'recover' } }).ok) return false;
  for (const one of others(model, owner)) one.custodian = false;
  Object.assign(owner, {
    lostBy: null,
    waits: false,
    away: false,
    factor: model.factorRule ? 'has' : 'none',
  });
  return true;
}

/** Ends the denial by what it lists and by nothing else; false when that does not work as things stand. */
function settle(model: Model, person: Person, denied: Denied, inside: Inside): boolean {
  const { code, remedies, fixers } = denied;
  if (remedies.includes('make_recovery_kit') && person.lostBy === null) {
    Object.assign(model, { setUp: true, kit: true });
    return true;
  }
  const doorListed = remedies.includes('enter_recovery_code') || leadsToOwnersDoor(code);
  if (person.isOwner && doorListed && recover(model, person)) return true;
  if (remedies.includes('set_up_second_factor')) {
    person.factor = 'has';
    return true;
  }
  for (const fixer of fixers) {
    const by = fixer === 'operator' ? fixer : helperOf(fixer, person, inside, denied);
    if (by !== undefined && help(person, denied, by, model)) return true;
  }
  return false;
}

/** Lets everybody in who can come in by what is listed, one remedy after the other; answers who is still denied. */
function comeBack(model: Model, met: Set<string>): ReadonlyMap<Person, Denied> {
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
        met.add(decision.code);
        denied.set(person, decision);
        moved = settle(model, person, decision, inside) || moved;
      }
    }
  }
  return denied;
}

describe('the way back', () => {
  it('is listed from any state, or somebody has confirmed that there is none', () => {
    const who = fc.constantFrom(0, 0, 1, 2);
    const told = fc.array(fc.tuple(fc.nat(steps.length - 1), who, who), { maxLength: 16 });
    const met = new Set<string>();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), told, (kind, sequence) => {
        const model = start(kind > 0);
        for (const [step, of, by] of sequence) {
          const [person, actor] = [model.people[of], model.people[by]];
          if (person !== undefined && actor !== undefined) steps[step]?.(model, person, actor);
        }
        const denied = comeBack(model, met);
        if (denied.size === 0) return;
        const ofOwner = [...denied].find(([{ isOwner }]) => isOwner)?.[1];
        if (ofOwner === undefined) {
          throw new Error(`the owner is inside, and others find no way: ${[...denied.values()][0]?.code}`);
        }
        // Never set up: nothing is in it, and it is given up with a mailed code.
        if (ofOwner.remedies.includes('give_up_organization')) {
          if (model.setUp) throw new Error('what was set up is given up');
          met.add('given up');
          return;
        }
        // Final: nothing opens the organization any more. The page says so, and how to give it up.
        if (model.kit || !model.confirmed) throw new Error(`the owner finds no way: ${ofOwner.code}`);
        if (!ofOwner.remedies.includes('search_recovery_kit')) {
          throw new Error(`the owner is not told that it is final: ${ofOwner.code}`);
        }
        met.add('final');
      }),
      { numRuns: 10_000 },
    );
    // The model goes where there is something to come back from, and not only there.
    expect([...met]).toEqual(
      expect.arrayContaining([
        ...['setup_required', 'organization_suspended', 'member_disabled', 'member_expired'],
        ...['ip_not_allowed', 'mfa_enrollment_required', 'phone_unpaired', 'recovery_code_required'],
        ...['recovery_code_or_invitation_required', 'relink_required', 'keys_pending'],
        ...['given up', 'final'],
      ]),
    );
  });
});
