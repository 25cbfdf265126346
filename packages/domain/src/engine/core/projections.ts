/**
 * What a batch of decisions is for whoever reads pages: rows, made of what its events say and of what
 * differs between the state before it and the state after it. What is derived from the difference can't
 * forget a change that an event of another kind made.
 */
import type { Decided } from './journal.ts';
import type { Span } from './projections/common.ts';
import { momentRows } from './projections/moments.ts';
import { balanceRows, holdRows, ledgerRows, positionRows } from './projections/money.ts';
import { orderRows, tradeRows } from './projections/orders.ts';
import {
  breakRows,
  exposureRows,
  scopeMoneyRows,
  tradingStateRows,
  unconfirmedRows,
} from './projections/standing.ts';
import type { CommandRow, Rows } from './rows.ts';

/** @param batch in the order of the journal; never empty, each after the one before it. */
export function rowsOf(shard: number, batch: readonly [Decided, ...Decided[]]): Rows {
  const last = batch[batch.length - 1] ?? batch[0];
  const span: Span = {
    shard,
    batch,
    before: batch[0].before,
    after: last.after,
    sequence: last.record.sequence,
    at: last.record.at,
  };
  return {
    commands: batch.flatMap((decided) => commandRows(shard, decided)),
    orders: orderRows(span),
    ...tradeRows(span),
    orderMoments: momentRows(span),
    unconfirmed: unconfirmedRows(span),
    breaks: breakRows(span),
    ...ledgerRows(span),
    balances: balanceRows(span),
    holds: holdRows(span),
    positions: positionRows(span),
    tradingStates: tradingStateRows(span),
    exposures: exposureRows(span),
    scopeMoney: scopeMoneyRows(span),
  };
}

/** Only what is remembered has a row: a question that left nothing is asked anew. */
function commandRows(shard: number, { record, effects }: Decided): readonly CommandRow[] {
  const { input, sequence } = record;
  return record.events.flatMap((event) => {
    if (event.type !== 'CommandTaken') return [];
    const { person, idempotencyKey, commandId, inputHash, at } = event;
    const answered = effects.find(
      (effect) => effect.kind === 'Answer' && effect.commandId === commandId,
    );
    const answer = answered?.kind === 'Answer' ? answered.answer : null;
    const act = input.kind === 'Command' ? input.act.act : input.kind;
    const isTold = answer?.kind === 'OrderDecided';
    return {
      actor: person,
      idempotencyKey,
      commandId,
      at,
      act,
      inputHash,
      shard,
      sequence,
      answer: isTold ? null : answer,
    };
  });
}
