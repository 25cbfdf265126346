/** What every projection needs: whose it is, and amounts as a column takes them. */
import {
  type AccountId,
  type ClientId,
  type Decimal,
  mapGet,
  NUMERIC_SCALE,
  roundTo,
  toText,
} from '../../../kernel/index.ts';
import type { EngineEvent } from '../event.ts';
import type { Decided } from '../journal.ts';
import type { EngineState } from '../state.ts';

export type EventOf<Type extends EngineEvent['type']> = Extract<
  EngineEvent,
  { readonly type: Type }
>;

/** A batch as projections see it: what stood before all of it, and what stands after. */
export interface Span {
  readonly shard: number;
  readonly batch: readonly Decided[];
  readonly before: EngineState;
  readonly after: EngineState;
  /** Of the last record. */
  readonly sequence: number;
  readonly at: string;
}

/** Null: the house's, or nobody's that is known. */
export function clientOf(state: EngineState, account: AccountId | string): ClientId | null {
  const owner = mapGet(state.config.accounts, account as AccountId);
  return owner === undefined || owner === 'House' ? null : owner;
}

/** Whose a scope of limits and states is; null where it is the firm's. */
export function clientOfScope(state: EngineState, level: string, scope: string): string | null {
  if (level === 'client') return scope;
  return level === 'account' ? clientOf(state, scope) : null;
}

/** As NUMERIC(38,18) keeps it: what is finer is rounded half-even, for showing. */
export function shown(value: Decimal): string {
  return toText(roundTo(value, NUMERIC_SCALE, 'HalfEven'));
}

export function shownOrNull(value: Decimal | null): string | null {
  return value === null ? null : shown(value);
}
