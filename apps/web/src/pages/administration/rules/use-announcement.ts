import type { MemberId } from '@postern/core';
import { useText, useToast } from '@postern/ui';
import { useState } from 'react';
import { usePort } from '../../../port-context.tsx';
import { refusalSentence } from '../../../refusal-text.tsx';
import { sortRefused } from '../impact/say-impact.ts';
import type { Foreseen } from '../impact/use-impact.ts';

export interface Announcement {
  /** How many it would tell: whoever would be refused later, and whoever did not sign in lately. */
  readonly count: number;
  readonly isWanted: boolean;
  readonly want: (wanted: boolean) => void;
  /** Has them told, where that is wanted, and says so. */
  readonly send: () => Promise<void>;
}

/** The mail to those whom a rule of a later date will refuse, sent once the rule is saved. */
export function useAnnouncement(foreseen: Foreseen): Announcement {
  const text = useText();
  const toast = useToast();
  const { impact } = usePort();
  const [isWanted, want] = useState(true);
  const members = concerned(foreseen);
  return {
    count: members.length,
    isWanted,
    want,
    send: async () => {
      if (!isWanted || members.length === 0) return;
      const told = await impact.announce('second_factor', members);
      toast(
        told.ok
          ? { message: text.impact.told(told.value.told) }
          : { message: refusalSentence(told), tone: 'loss' },
      );
    },
  };
}

function concerned(foreseen: Foreseen): readonly MemberId[] {
  if (foreseen.state !== 'here') return [];
  const { later } = sortRefused(foreseen.impact);
  if (later.length === 0) return [];
  return [...later, ...foreseen.impact.unseen].filter(({ isSelf }) => !isSelf).map(({ member }) => member);
}
