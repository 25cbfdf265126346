/** What one order may be worth. */
import type { Check } from '../../trading/index.ts';
import type { Subject } from '../facts.ts';
import { againstLimits } from './measure.ts';

export const orderValue = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'OrderValue', () =>
    subject.value === null ? 'reference' : { actual: subject.value },
  );
