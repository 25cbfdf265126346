/**
 * The ledger's one door: who has what and where, in entries that add up to zero. The mint of entries
 * is not handed out: an entry comes from one of the acts, or from its stored record.
 */
export * from './account.ts';
export { blockEntry } from './block.ts';
export * from './decide.ts';
export type {
  Consent,
  EntryCause,
  EntryRefusal,
  JournalEntry,
  Posting,
} from './entry.ts';
export { isMinted } from './entry.ts';
export * from './ledger.ts';
export * from './movements.ts';
export * from './snapshot.ts';
export * from './stray.ts';
export * from './trade.ts';
