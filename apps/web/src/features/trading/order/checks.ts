/** Checks of all decisions about an order, each once: of several children the one that used most. */

import { checkTitle, usedShare } from '../words.ts';
import type { Whole } from './model.ts';

type Check = Whole['decisions'][number]['checks'][number];

export interface CheckLine {
  readonly id: string;
  readonly name: string;
  readonly check: Check;
  readonly used: number;
}

/** Below it a check has over 40 % left and is named, not listed. */
const FOLDED_BELOW = 0.6;

export function checkLines({ decisions, order }: Whole): readonly CheckLine[] {
  const worst = new Map<string, CheckLine>();
  for (const check of decisions.flatMap(({ checks }) => checks)) {
    const { level, asset } = check.words;
    const id = [check.code, level, asset].filter(Boolean).join(' ');
    const used = usedShare(check);
    const known = worst.get(id);
    if (known !== undefined && known.used >= used) continue;
    worst.set(id, { id, name: checkTitle(named(check, order.instrument)), check, used });
  }
  return [...worst.values()].toSorted((a, b) => b.used - a.used);
}

/** The engine says which side of the pair it looked at; people know the asset. */
function named(check: Check, instrument: string): Check {
  const [base = '', quote = ''] = instrument.split('/');
  const { asset } = check.words;
  const name = asset === 'Base' ? base : asset === 'Quote' ? quote : asset;
  return name === undefined ? check : { ...check, words: { ...check.words, asset: name } };
}

export function folded(lines: readonly CheckLine[]) {
  const isNear = ({ used }: CheckLine) => used >= FOLDED_BELOW;
  return { near: lines.filter(isNear), rest: lines.filter((one) => !isNear(one)) };
}
