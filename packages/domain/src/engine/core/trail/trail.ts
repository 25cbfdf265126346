import type { Decided } from '../journal.ts';

/** What an event may say besides itself: the decision it is part of, and what others of it said already. */
export interface Trail {
  readonly decided: Decided;
  /** Orders whose placing says which children left with it. */
  readonly placed: ReadonlySet<string>;
  /** `clOrdId|execId` of fills that are booked in the same record. */
  readonly booked: ReadonlySet<string>;
}
