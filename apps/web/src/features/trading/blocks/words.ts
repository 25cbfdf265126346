/** How a block is divided, as people say it. */
import type { BlockRow } from './use-blocks.ts';

type Method = BlockRow['versions'][number]['method'];

export const METHOD_WORDS: Readonly<Record<Method, string>> = {
  ProRata: 'By weight',
  Fixed: 'By quantity, which add up to the block',
  Percentage: 'By percentage, which add up to 100',
};

export const METHODS = Object.keys(METHOD_WORDS) as Method[];
