import { describe, expect, it } from 'vitest';
import { answerRecipients, offerRecipients, recipientsAnswer } from './recipients-answer.ts';

describe('what waits for the list of recipients', () => {
  it('goes on once somebody has said that it is right', async () => {
    const end = offerRecipients();
    const both = Promise.all([recipientsAnswer(), recipientsAnswer()]);
    expect(answerRecipients(true)).toBe(2);
    expect(await both).toEqual([true, true]);
    expect(answerRecipients(true)).toBe(0);
    end();
  });

  it('gives up with the dialog, and never waits for none', async () => {
    const end = offerRecipients();
    const dismissed = recipientsAnswer();
    answerRecipients(false);
    const left = recipientsAnswer();
    end();
    expect(await Promise.all([dismissed, left, recipientsAnswer()])).toEqual([false, false, false]);
  });
});
