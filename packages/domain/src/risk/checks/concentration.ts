/** The position in this instrument as a share of the equity. */
import type { Check } from '../../trading/index.ts';
import type { Subject } from '../facts.ts';
import { positionValue } from './exposure.ts';
import { againstLimits } from './measure.ts';

export const concentration = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'Concentration', (level, figures) => {
    const here = positionValue(subject, level);
    if (typeof here === 'string') return here;
    const equity = figures?.equity ?? null;
    return equity === null ? 'equity' : { ...here, of: equity };
  });
