/** A slip of the hand: too much value, too much quantity, or many times what this account is used to. */
import { decimal, signOf } from '../../kernel/index.ts';
import type { Check } from '../../trading/index.ts';
import { type Subject, wholeOf } from '../facts.ts';
import { againstLimits } from './measure.ts';

/** Of fewer orders there is no median to speak of: value and quantity alone then judge. */
export const LEAST_FOR_MEDIAN = 10;
const NOTHING = decimal('0');

const wholeQty = ({ order, facts }: Subject) => wholeOf(order, facts).orderQty;

export const fatFingerValue = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'FatFingerValue', () =>
    subject.value === null ? 'reference' : { actual: subject.value },
  );

export const fatFingerVolume = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'FatFingerVolume', () => ({ actual: wholeQty(subject) }));

export const fatFingerMedian = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'FatFingerMedian', () => {
    const { median } = subject.facts;
    if (median === null) return 'median';
    if (median.count < LEAST_FOR_MEDIAN) return { actual: NOTHING };
    if (signOf(median.qty) <= 0) return 'median';
    return { actual: wholeQty(subject), of: median.qty };
  });
