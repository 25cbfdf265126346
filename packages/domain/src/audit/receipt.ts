/**
 * Receipts: one text file (C2SP tlog-proof, extension `.tlog-proof`) with which anyone can check,
 * offline and without us, that an event stands in the log that a checkpoint commits to.
 */
import { type Digest, err, ok, type Result } from '../kernel/index.ts';
import { fromBase64, toBase64 } from './bytes.ts';
import {
  type CheckpointRefusal,
  openCheckpoint,
  type TreeHead,
  type VerifierKey,
  type VerifySignature,
} from './checkpoint.ts';
import { HASH_BYTES, type Hash, verifyInclusion } from './merkle.ts';

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
/** A tree of 2^53 leaves is 53 levels high. */
const MAX_STEPS = 53;

export interface Receipt {
  /** Place of the event among all events of the log, from 0. */
  readonly index: number;
  readonly proof: readonly Hash[];
  /** The signed note, verbatim. */
  readonly checkpoint: string;
  /** Not covered by any proof: a hint for people, never to be believed. */
  readonly extra?: Uint8Array;
}

export type ReceiptRefusal =
  | { readonly code: 'MalformedReceipt'; readonly line: number }
  | { readonly code: 'NotIncluded' }
  | CheckpointRefusal;

export function formatReceipt({ index, proof, checkpoint, extra }: Receipt): string {
  const head = extra === undefined ? [FIRST_LINE] : [FIRST_LINE, `extra ${toBase64(extra)}`];
  return `${[...head, `index ${index}`, ...proof.map(toBase64)].join('\n')}\n\n${checkpoint}`;
}

export function parseReceipt(text: string): Result<Receipt, ReceiptRefusal> {
  const end = text.indexOf('\n\n');
  const lines = text.slice(0, Math.max(end, 0)).split('\n');
  const refuse = (line: number) => err({ code: 'MalformedReceipt', line } as const);
  if (lines[0] !== FIRST_LINE) return refuse(1);
  let at = 1;
  const extra = lines[at]?.startsWith('extra ') ? fromBase64(lines[at]?.slice(6) ?? '') : undefined;
  if (extra !== undefined) {
    if (!extra.ok) return refuse(at + 1);
    at += 1;
  }
  const index = /^index (0|[1-9]\d*)$/.exec(lines[at] ?? '')?.[1];
  if (index === undefined || !Number.isSafeInteger(Number(index))) return refuse(at + 1);
  const steps = lines.slice(at + 1);
  if (steps.length > MAX_STEPS) return refuse(at + 2 + MAX_STEPS);
  const proof: Hash[] = [];
  for (const [i, step] of steps.entries()) {
    const hash = fromBase64(step);
    if (!hash.ok || hash.value.length !== HASH_BYTES) return refuse(at + 2 + i);
    proof.push(hash.value);
  }
  const receipt = { index: Number(index), proof, checkpoint: text.slice(end + 2) };
  return ok(extra?.ok ? { ...receipt, extra: extra.value } : receipt);
}

/** The tree head that the event stands under, when the receipt proves it and `keys` signed it. */
export function verifyReceipt(
  digest: Digest,
  text: string,
  leaf: Hash,
  trust: { readonly keys: readonly VerifierKey[]; readonly verify: VerifySignature },
): Result<TreeHead, ReceiptRefusal> {
  const receipt = parseReceipt(text);
  if (!receipt.ok) return receipt;
  const { index, proof, checkpoint } = receipt.value;
  const head = openCheckpoint(digest, checkpoint, trust.keys, trust.verify);
  if (!head.ok) return head;
  const { size, root } = head.value;
  return verifyInclusion(digest, { index, size, leaf, root }, proof)
    ? head
    : err({ code: 'NotIncluded' });
}
