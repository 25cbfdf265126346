/** One line of a recording: see `recording.ts`. */
import type { Side } from '../matching/index.ts';

export type Row = readonly [side: Side, price: bigint, qty: bigint];

export interface Happened {
  readonly at: number;
  readonly venue: string;
  readonly instrument: string;
  readonly levels: readonly Row[];
  readonly trades: readonly Row[];
}
