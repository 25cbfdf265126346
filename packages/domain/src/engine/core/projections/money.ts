/** Entries with their postings, balances, holds and positions. */
import { mapChanges, mapGet, unwrap, ZERO } from '../../../kernel/index.ts';
import {
  accountKey,
  type EntryCause,
  type Hold,
  type JournalEntry,
  type LedgerAccount,
  parseAccountKey,
} from '../../../ledger/index.ts';
import { costOf } from '../../../portfolio/index.ts';
import type {
  AccountFields,
  BalanceRow,
  EntryRow,
  HoldRow,
  PositionRow,
  PostingRow,
} from '../rows.ts';
import type { EngineState } from '../state.ts';
import { clientOf, type Span, shown } from './common.ts';

type AccountKey = ReturnType<typeof accountKey>;

function fieldsOf(state: EngineState, account: LedgerAccount): AccountFields {
  const accountId = 'account' in account ? account.account : null;
  return {
    accountKey: accountKey(account),
    kind: account.kind,
    accountId,
    clientId: accountId === null ? null : clientOf(state, accountId),
    asset: account.asset,
    placeKind: account.place.kind,
    placeId: account.place.id,
  };
}

function referenceOf(cause: EntryCause): Pick<EntryRow, 'reference' | 'approval'> {
  switch (cause.kind) {
    case 'Trade':
      return { reference: `${cause.order}|${cause.execId}`, approval: null };
    case 'StrayTrade':
      return { reference: `${cause.orderId}|${cause.execId}`, approval: null };
    case 'Transfer':
      return { reference: `${cause.transfer}|${cause.step}`, approval: null };
    case 'Deposit':
    case 'Withdrawal':
      return { reference: cause.reference, approval: null };
    case 'ShortfallRepaid':
      return { reference: null, approval: null };
    case 'Evening':
      return { reference: cause.order, approval: null };
    case 'Reallocation':
      return { reference: `${cause.order}|${cause.version}`, approval: cause.consent.approval };
    case 'Adjustment':
      return { reference: null, approval: cause.consent.approval };
    case 'Reversal':
    case 'Correction':
      return { reference: cause.of, approval: cause.consent.approval };
  }
}

/** The one client whose account is in it; null where there are several, or none. */
export function clientOfEntry(state: EngineState, { postings }: JournalEntry): string | null {
  const clients = new Set<string>();
  for (const { account } of postings) {
    const client = 'account' in account ? clientOf(state, account.account) : null;
    if (client !== null) clients.add(client);
  }
  const [only = null] = clients;
  return clients.size === 1 ? only : null;
}

export interface LedgerRows {
  readonly entries: EntryRow[];
  readonly postings: PostingRow[];
}

export function ledgerRows({ shard, batch }: Span): LedgerRows {
  const rows: LedgerRows = { entries: [], postings: [] };
  for (const { record, after } of batch) {
    for (const event of record.events) {
      if (event.type !== 'LedgerMoved' || event.event.type !== 'EntryBooked') continue;
      const { entry } = event.event;
      const { id, at, cause } = entry;
      rows.entries.push({
        at,
        id,
        clientId: clientOfEntry(after, entry),
        cause: cause.kind,
        ...referenceOf(cause),
        shard,
        sequence: record.sequence,
      });
      for (const [ordinal, { account, amount }] of entry.postings.entries()) {
        const amounts = { at, entryId: id, ordinal, amount: shown(amount) };
        rows.postings.push({ ...fieldsOf(after, account), ...amounts });
      }
    }
  }
  return rows;
}

export function balanceRows({ shard, sequence, before, after }: Span): readonly BalanceRow[] {
  const keys = new Set<AccountKey>();
  mapChanges(before.ledger.balances, after.ledger.balances, (key) => keys.add(key));
  mapChanges(before.ledger.held, after.ledger.held, (key) => keys.add(key));
  return [...keys].map((key) => ({
    ...fieldsOf(after, unwrap(parseAccountKey(key))),
    balance: shown(mapGet(after.ledger.balances, key) ?? ZERO),
    held: shown(mapGet(after.ledger.held, key) ?? ZERO),
    shard,
    sequence,
  }));
}

/** Those that changed, and as they were those that were forgotten after a change. */
export function holdRows(span: Span): readonly HoldRow[] {
  const rows = new Map<string, HoldRow>();
  for (const { record, before } of span.batch) {
    for (const event of record.events) {
      if (event.type !== 'LedgerMoved' || event.event.type !== 'HoldForgotten') continue;
      const { hold } = event.event;
      const last = mapGet(before.ledger.holds, hold);
      const isNew = last !== undefined && last !== mapGet(span.before.ledger.holds, hold);
      if (isNew) rows.set(hold, holdRow(span, last));
    }
  }
  mapChanges(span.before.ledger.holds, span.after.ledger.holds, (id, hold) => {
    if (hold !== undefined) rows.set(id, holdRow(span, hold));
  });
  return [...rows.values()];
}

function holdRow(
  { shard, sequence, after }: Span,
  { id, account, reserved, committed, released, isOpen }: Hold,
): HoldRow {
  return {
    id,
    accountKey: accountKey(account),
    accountId: account.account,
    clientId: clientOf(after, account.account),
    asset: account.asset,
    reserved: shown(reserved),
    committed: shown(committed),
    released: shown(released),
    isOpen,
    shard,
    sequence,
  };
}

export function positionRows({ shard, sequence, before, after }: Span): readonly PositionRow[] {
  const rows: PositionRow[] = [];
  mapChanges(before.positions, after.positions, (_, position) => {
    if (position === undefined) return;
    const { account, instrument, rule, quantity, lots, realised, feesApart, cash } = position;
    rows.push({
      accountId: account,
      instrument,
      clientId: clientOf(after, account),
      method: rule.method,
      fees: rule.fees,
      quantity: shown(quantity),
      cost: shown(costOf(position)),
      lots: lots.length,
      realised: shown(realised),
      feesApart: shown(feesApart),
      cash: shown(cash),
      shard,
      sequence,
    });
  });
  return rows;
}
