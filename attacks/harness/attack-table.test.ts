import { describe, expect, it } from 'vitest';
import { type AttackRef, attackRows } from '../rows.ts';
import { attackTable, type Played } from './attack-table.ts';

const refs = Object.keys(attackRows) as AttackRef[];
const attack = (ref: AttackRef, leaked: string[] = [], passed = true): Played => ({
  record: { part: 'attack', refs: [ref], did: `plays ${ref}`, said: 'manifest_refused', leaked },
  passed,
});
const twin = (ref: AttackRef, won = 'the password', passed = true): Played => ({
  record: { part: 'twin', refs: [ref], without: 'the root check', won },
  passed,
});
const whole = refs.flatMap((ref) => [attack(ref), twin(ref)]);
const without = (ref: AttackRef, part: 'attack' | 'twin') =>
  whole.filter(({ record }) => !(record.part === part && record.refs.includes(ref)));
const lineOf = (text: string, ref: AttackRef) => text.split('\n').find((line) => line.startsWith(`${ref} `));

describe('the table of attacks', () => {
  it('passes when every row is refused and every twin succeeds', () => {
    const { text, passed, failed } = attackTable(whole);
    expect({ passed, failed }).toEqual({ passed: refs.length, failed: 0 });
    expect(lineOf(text, 'BW05')).toMatch(
      /plays BW05 +manifest_refused +nothing +without the root check: the password/,
    );
  });

  it('says what was not reached', () => {
    const { text, failed } = attackTable(without('DL03', 'attack'));
    expect(failed).toBe(1);
    expect(lineOf(text, 'DL03')).toContain('not reached');
    expect(attackTable([])).toMatchObject({ passed: 0, failed: refs.length });
  });

  it('fails a row whose twin did not run, failed, or won nothing', () => {
    const rest = without('X18', 'twin');
    for (const twins of [
      [],
      [twin('X18', '')],
      [twin('X18', 'all', false)],
      [twin('X18'), twin('X18', '')],
    ]) {
      expect(attackTable([...rest, ...twins]).failed).toBe(1);
    }
  });

  it('says of what is not refused that it is stated, and where', () => {
    const { record, passed } = attack('X16');
    const stated: Played = {
      record: { ...record, said: 'It can try.', statedOn: ['/help'] } as never,
      passed,
    };
    const table = attackTable([...without('X16', 'attack'), stated]);
    expect(table.failed).toBe(0);
    expect(lineOf(table.text, 'X16')).toMatch(/stated on \/help +as stated/);
    expect(table.text).toContain('\nX16 states: It can try.');
    expect(attackTable([...without('X16', 'attack'), { ...stated, passed: false }]).failed).toBe(1);
  });

  it('fails a row that leaked or whose test failed, even beside one that held', () => {
    const leaking = attackTable([...whole, attack('LP05', ['the recovery code'])]);
    expect(leaking.failed).toBe(1);
    expect(leaking.text).toContain('the recovery code');
    const broken = attackTable([...whole, attack('LP05', [], false)]);
    expect(broken.failed).toBe(1);
    expect(broken.text).toContain('FAILED: manifest_refused');
  });
});
