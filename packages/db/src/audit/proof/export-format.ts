/**
 * The one file format in which the log leaves the house: JSON Lines, described for readers in
 * docs/verify/README.md and read by the two programs beside it. Everything a proof needs stands in
 * it, and nothing in it has to be believed but the keys.
 */
import {
  formatReceipt,
  formatVerifierKey,
  type Hash,
  type VerifierKey,
} from '@ultrathink/domain/audit';
import type { ClientId, UtcTime } from '@ultrathink/domain/kernel';
import { sha256 } from './digest.ts';

/** What an export claims to hold, so that what is missing shows. */
export type ExportScope =
  /** The places [from, to) of the log; all of it needs no proof per event. */
  | { readonly kind: 'Log'; readonly from: number; readonly to: number }
  /** The sequence numbers from `from` to `to`, both included. */
  | { readonly kind: 'Chain'; readonly chain: string; readonly from: number; readonly to: number }
  /** Events that were asked for, each with its proof. That none is left out can't be shown. */
  | Selection;

/** Of one client or of all the reader may see, sealed from `fromAt` (included) to `toAt` (not). */
export interface Selection {
  readonly kind: 'Selection';
  readonly clientId?: ClientId;
  readonly fromAt?: UtcTime;
  readonly toAt?: UtcTime;
}

export interface ExportedEvent {
  /** Place in the log, from 0. */
  readonly index: number;
  readonly chain: string;
  readonly sequence: number;
  readonly previousHash: Hash;
  readonly hash: Hash;
  /** The sealed bytes: UTF-8 of canonical JSON. */
  readonly body: Uint8Array;
}

const VERSION = 1;

const lineOf = (value: object): string => `${JSON.stringify(value)}\n`;

/** @param size of the checkpoint that the proofs of the events end in. */
export function headerLine(header: {
  readonly origin: string;
  readonly madeAt: UtcTime;
  readonly size: number;
  readonly scope: ExportScope;
}): string {
  const { origin, madeAt, size, scope } = header;
  return lineOf({ kind: 'Export', version: VERSION, origin, madeAt, size, scope });
}

export function keyLine(
  key: VerifierKey & { readonly from: UtcTime; readonly until: UtcTime | null },
): string {
  const { from, until } = key;
  return lineOf({ kind: 'Key', key: formatVerifierKey(sha256, key), from, until });
}

export function checkpointLine({
  note,
  at,
}: {
  readonly note: string;
  readonly at: UtcTime;
}): string {
  return lineOf({ kind: 'Checkpoint', at, note });
}

export function consistencyLine(first: number, second: number, proof: readonly Hash[]): string {
  return lineOf({ kind: 'Consistency', first, second, proof: proof.map(base64) });
}

/** @param proof undefined where the export holds the whole log. */
export function eventLine(event: ExportedEvent, proof: readonly Hash[] | undefined): string {
  const { index, chain, sequence, previousHash, hash, body } = event;
  const told = {
    kind: 'Event',
    index,
    chain,
    sequence,
    previousHash: base64(previousHash),
    hash: base64(hash),
    body: base64(body),
  };
  return lineOf(proof === undefined ? told : { ...told, proof: proof.map(base64) });
}

export function endLine(events: number): string {
  return lineOf({ kind: 'End', events });
}

/** A `.tlog-proof` that carries its event and the keys, so that it is checked without any other file. */
export function receiptOf(
  event: ExportedEvent,
  proof: readonly Hash[],
  checkpoint: string,
  keys: readonly VerifierKey[],
): string {
  const { index, chain, sequence, previousHash, body } = event;
  const sealed = { chain, sequence, previousHash: base64(previousHash), body: base64(body) };
  const hint = { event: sealed, keys: keys.map((key) => formatVerifierKey(sha256, key)) };
  const extra = Buffer.from(JSON.stringify(hint));
  return formatReceipt({ index, proof, checkpoint, extra });
}

/** The runtime's own, which is a hundred times as fast as the portable one. */
const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
