/** A receipt: the proof that one event stands in the log that was signed, checked without us. */
import type { EventId } from '@ultrathink/domain/kernel';
import type { Tx } from '../../connect.ts';
import { latestCheckpoint } from './checkpoints.ts';
import { type ExportedEvent, receiptOf } from './export-format.ts';
import { placeOf } from './placed-events.ts';
import { listSigningKeys } from './signing-keys.ts';
import { inclusionProof } from './tree.ts';

export type ReceiptAnswer =
  | {
      readonly kind: 'Receipt';
      readonly event: ExportedEvent;
      readonly size: number;
      readonly text: string;
    }
  /** It was sealed moments ago: a place, or the checkpoint over it, is still to come. */
  | { readonly kind: 'NotYet' };

/**
 * Under the newest checkpoint, so that the receipts somebody collects speak of one log.
 * @throws {TreeBroken}
 */
export async function makeReceipt(tx: Tx, id: EventId): Promise<ReceiptAnswer> {
  const event = await placeOf(tx, id);
  if (event === undefined) return { kind: 'NotYet' };
  const checkpoint = await latestCheckpoint(tx);
  if (checkpoint === undefined || checkpoint.size <= event.index) return { kind: 'NotYet' };
  const { size, note } = checkpoint;
  const proof = await inclusionProof(tx, event.index, size);
  const keys = await listSigningKeys(tx);
  return { kind: 'Receipt', event, size, text: receiptOf(event, proof, note, keys) };
}
