import { beforeEach, describe, expect, it } from 'vitest';
import { forgetInvitation, noteInvitation, pendingInvitation, takeInvitation } from './pending-invitation.ts';

/** A window that shows an address; `shown` is what stands in the address bar afterwards. */
function windowAt(pathname: string, hash: string) {
  const shown: string[] = [];
  const history = {
    state: { key: 1 },
    replaceState: (_state: unknown, _title: string, to?: string | URL | null) => shown.push(String(to)),
  };
  return { location: { pathname, hash }, history, shown };
}

beforeEach(() => forgetInvitation());

describe('the link of an invitation', () => {
  it('is taken out of the address bar and kept', () => {
    const opened = windowAt('/invitation', '#1.org.secret');
    takeInvitation(opened);
    expect(opened.shown).toEqual(['/invitation']);
    expect(pendingInvitation()?.fragment).toBe('1.org.secret');
  });

  it('says for which address it was made', () => {
    takeInvitation(
      windowAt('/invitation', `#1.org.event.secret.${btoa('maya@northwind.example').replace(/=+$/, '')}`),
    );
    expect(pendingInvitation()?.email).toBe('maya@northwind.example');
  });

  it('is left alone on every other page', () => {
    const opened = windowAt('/help', '#steps');
    takeInvitation(opened);
    expect(opened.shown).toEqual([]);
    expect(pendingInvitation()).toBeUndefined();
  });

  it('replaces the one before, with nothing known of it yet', () => {
    takeInvitation(windowAt('/invitation', '#first'));
    noteInvitation({ email: 'maya@northwind.example', isWanted: true });
    const first = pendingInvitation();
    takeInvitation(windowAt('/invitation', '#second'));
    expect(pendingInvitation()).toEqual({ number: (first?.number ?? 0) + 1, fragment: 'second' });
  });

  it('that is empty or longer than any of ours is stripped and not kept', () => {
    for (const hash of ['#', `#${'x'.repeat(5000)}`]) {
      const opened = windowAt('/invitation', hash);
      takeInvitation(opened);
      expect(opened.shown).toEqual(['/invitation']);
      expect(pendingInvitation()).toBeUndefined();
    }
  });

  it('that was accepted is forgotten, and nothing is noted of none', () => {
    takeInvitation(windowAt('/invitation', '#once'));
    forgetInvitation();
    noteInvitation({ isWanted: true });
    expect(pendingInvitation()).toBeUndefined();
  });
});
