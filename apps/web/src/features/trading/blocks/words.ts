/** How a block is divided, as people say it. */
import type { BlockRow } from './use-blocks.ts';

type Method = BlockRow['versions'][number]['method'];

export const METHOD_WORDS: Readonly<Record<Method, string>> = {
  ProRata: 'By weight',
  Fixed: 'By quantity, which add up to the block',
  Percentage: 'By percentage, which add up to 100',
};

/** How long it works, as people say it. */
export const TIF_WORDS: Readonly<Record<string, string>> = {
  GoodTillCancel: 'good till canceled',
  GoodTillDate: 'good till its date',
  Day: 'for the day',
  ImmediateOrCancel: 'immediate or cancel',
  FillOrKill: 'fill or kill',
};

export const METHODS = Object.keys(METHOD_WORDS) as Method[];
