/** Exposure over all instruments, long and short added up. */
import type { Check } from '../../trading/index.ts';
import type { Subject } from '../facts.ts';
import { grossValue } from './exposure.ts';
import { againstLimits } from './measure.ts';

export const grossExposure = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'GrossExposure', (level, figures) => grossValue(subject, level, figures));
