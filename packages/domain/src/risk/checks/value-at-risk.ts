/** Value at risk with this order in it, and how often the model was wrong of late. */
import { decimal } from '../../kernel/index.ts';
import type { Check } from '../../trading/index.ts';
import type { Subject } from '../facts.ts';
import { againstLimits } from './measure.ts';

export const valueAtRisk = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'ValueAtRisk', (level, figures) => {
    const actual = figures?.valueAtRisk ?? null;
    if (actual === null) return 'valueAtRisk';
    return { actual, reduces: subject.reach[level]?.reduces ?? false };
  });

/** A model that was wrong too often is no evidence: what adds risk waits for a better one. */
export const varBreaches = (subject: Subject): readonly Check[] =>
  againstLimits(subject, 'VarBreaches', (level, figures) => {
    const count = figures?.varBreaches ?? null;
    if (count === null || !Number.isSafeInteger(count) || count < 0) return 'varBreaches';
    const reduces = subject.reach[level]?.reduces ?? false;
    return { actual: decimal(String(count)), reduces };
  });
