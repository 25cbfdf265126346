/** Messages within the limit's window, this one counted. */
import { decimal } from '../../kernel/index.ts';
import type { Check } from '../../trading/index.ts';
import type { Subject } from '../facts.ts';
import { againstLimits } from './measure.ts';

export const messageRate = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'MessageRate', (_level, figures) => {
    const sent = figures?.messages ?? null;
    return sent === null || !Number.isSafeInteger(sent) || sent < 0
      ? 'messages'
      : { actual: decimal(String(sent + 1)) };
  });
