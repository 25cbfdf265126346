/** Exposure over all instruments, long less short. */
import type { Check } from '../../trading/index.ts';
import type { Subject } from '../facts.ts';
import { netValue } from './exposure.ts';
import { againstLimits } from './measure.ts';

export const netExposure = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'NetExposure', (level, figures) => netValue(subject, level, figures));
