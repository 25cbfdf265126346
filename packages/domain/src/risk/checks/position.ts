/** The position in this instrument at its worst: every open order and this one filled. */
import type { Check } from '../../trading/index.ts';
import type { Subject } from '../facts.ts';
import { positionValue } from './exposure.ts';
import { againstLimits } from './measure.ts';

export const position = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'Position', (level) => positionValue(subject, level));
