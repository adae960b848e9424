import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLog, describeError, type LogFields } from './log.ts';

describe('the log', () => {
  it('writes the listed fields and no other', () => {
    let written = '';
    const log = createLog(
      'info',
      new Writable({
        write: (chunk, _encoding, done) => {
          written += chunk;
          done();
        },
      }),
    );
    log.info('request', { route: '/api/x', status: 200, body: 'secret', url: '?t=1' } as LogFields);
    const { at, ...line } = JSON.parse(written);
    expect(Date.parse(at)).toBeGreaterThan(0);
    expect(line).toEqual({ level: 30, msg: 'request', route: '/api/x', status: 200 });
  });

  it('describes errors without what they may quote', () => {
    const parse = () => JSON.parse('hunter2 is my password');
    const error = (() => {
      try {
        return parse();
      } catch (caught) {
        return caught;
      }
    })();
    const described = describeError(error);
    expect(described.name).toBe('SyntaxError');
    expect(JSON.stringify(described)).not.toContain('hunter2 is');
    expect(described.at[0]).toMatch(/^at /);
    expect(describeError('hunter2')).toEqual({
      name: 'string',
      message: 'something that is no error was thrown',
      at: [],
    });
  });
});
