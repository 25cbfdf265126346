/**
 * Checkpoints: made when the log has grown, and only when the log still begins with everything that
 * was signed before. Role `jobs` makes them, every role reads them.
 */
import {
  checkpointText,
  emptyRoot,
  keyId,
  openCheckpoint,
  parseCheckpoint,
  type SignatureAlgorithm,
  signatureLine,
  type TreeHead,
  type VerifierKey,
  verifyConsistency,
} from '@ultrathink/domain/audit';
import { err, fromEpochMs, type Result, toEpochMs, type UtcTime } from '@ultrathink/domain/kernel';
import type { Tx } from '../../connect.ts';
import { sha256 } from './digest.ts';
import type { LogFinding, NoteFault } from './finding.ts';
import { verifySignature } from './signatures.ts';
import { SIGNATURE_ALGORITHMS, type Signer } from './signing-keys.ts';
import { consistencyProof, rootAt, TreeBroken, treeSize } from './tree.ts';

export interface SignedCheckpoint {
  readonly size: number;
  readonly at: UtcTime;
  /** The signed note. */
  readonly note: string;
}

const CHECKPOINTS_MAX = 1000;

export async function latestCheckpoint(tx: Tx): Promise<SignedCheckpoint | undefined> {
  const row = await tx.checkpoint.findFirst({ orderBy: { size: 'desc' } });
  return row === null ? undefined : checkpointOf(row);
}

export async function checkpointAt(tx: Tx, size: number): Promise<SignedCheckpoint | undefined> {
  const row = await tx.checkpoint.findUnique({ where: { size: BigInt(size) } });
  return row === null ? undefined : checkpointOf(row);
}

/** Longest log first. */
export async function listCheckpoints(
  tx: Tx,
  { below, most }: { readonly below?: number; readonly most: number },
): Promise<SignedCheckpoint[]> {
  const rows = await tx.checkpoint.findMany({
    ...(below === undefined ? {} : { where: { size: { lt: BigInt(below) } } }),
    orderBy: { size: 'desc' },
    take: Math.min(CHECKPOINTS_MAX, most),
  });
  return rows.map(checkpointOf);
}

/** Those beyond `size`, shortest log first: what a folder of copies still lacks. */
export async function checkpointsAfter(
  tx: Tx,
  size: number,
  most: number,
): Promise<SignedCheckpoint[]> {
  const rows = await tx.checkpoint.findMany({
    where: { size: { gt: BigInt(size) } },
    orderBy: { size: 'asc' },
    take: Math.min(CHECKPOINTS_MAX, most),
  });
  return rows.map(checkpointOf);
}

/**
 * What a note says, when it is ours: signed by a key of ours of each algorithm, and by none of ours
 * wrongly.
 */
export function openNote(
  note: string,
  origin: string,
  keys: readonly VerifierKey[],
): Result<TreeHead, NoteFault> {
  const parsed = parseCheckpoint(note);
  if (!parsed.ok) return err('Malformed');
  if (parsed.value.origin !== origin) return err('OtherLog');
  const signed = new Set(
    parsed.value.signatures.map(
      ({ name, keyId: id }) => `${name} ${Buffer.from(id).toString('hex')}`,
    ),
  );
  const ours = keys.filter((key) =>
    signed.has(`${key.name} ${Buffer.from(keyId(sha256, key)).toString('hex')}`),
  );
  const has = (algorithm: SignatureAlgorithm) => ours.some((key) => key.algorithm === algorithm);
  if (!SIGNATURE_ALGORITHMS.every(has)) return err('SignatureMissing');
  const opened = openCheckpoint(sha256, note, ours, verifySignature);
  if (opened.ok) return opened;
  return err(opened.error.code === 'SignatureInvalid' ? 'SignatureInvalid' : 'SignatureMissing');
}

export type SigningEnd =
  | { readonly kind: 'Nothing' }
  | { readonly kind: 'Signed'; readonly checkpoint: SignedCheckpoint }
  /** The log is not what it was: nothing was signed. */
  | { readonly kind: 'Refused'; readonly finding: LogFinding };

/**
 * Signs the log as it is now, when it has grown and still contains what was signed last: in the
 * database, and in the folder outside it.
 * @param trusted every key of ours; `signers` those that sign now.
 * @param lastCopy the newest note of that folder.
 */
export async function signCheckpoint(
  tx: Tx,
  parts: {
    readonly signers: readonly Signer[];
    readonly trusted: readonly VerifierKey[];
    readonly at: UtcTime;
    readonly lastCopy: { readonly file: string; readonly note: string } | undefined;
  },
): Promise<SigningEnd> {
  const { signers, trusted, at, lastCopy } = parts;
  const origin = signers[0]?.name ?? '';
  const size = await treeSize(tx);
  const last = await latestCheckpoint(tx);
  const head: TreeHead = {
    origin,
    size,
    root: size === 0 ? emptyRoot(sha256) : await rootAt(tx, size),
  };
  const earlier = [
    ...(last === undefined ? [] : [{ note: last.note, file: undefined, size: last.size }]),
    ...(lastCopy === undefined ? [] : [{ ...lastCopy, size: 0 }]),
  ];
  for (const { note, file, size: rowSize } of earlier) {
    const fault = await faultAgainst(tx, head, note, trusted);
    if (fault === undefined) continue;
    const parsed = parseCheckpoint(note);
    const named = parsed.ok ? parsed.value.size : rowSize;
    const finding: LogFinding =
      file === undefined
        ? { kind: 'Checkpoint', size: named, why: fault }
        : { kind: 'Copy', size: named, file, why: fault };
    return { kind: 'Refused', finding };
  }
  if (size === 0 || last?.size === size) return { kind: 'Nothing' };
  const checkpoint = { size, at, note: noteOf(head, signers, at) };
  const root = Buffer.from(head.root);
  await tx.checkpoint.createMany({ data: { size: BigInt(size), root, note: checkpoint.note, at } });
  return { kind: 'Signed', checkpoint };
}

/** Why this earlier note and the log of now can't both be true; undefined when they agree. */
async function faultAgainst(
  tx: Tx,
  head: TreeHead,
  note: string,
  trusted: readonly VerifierKey[],
): Promise<NoteFault | undefined> {
  const opened = openNote(note, head.origin, trusted);
  if (!opened.ok) return opened.error;
  const { size, root } = opened.value;
  if (size > head.size) return 'AheadOfLog';
  if (size === 0) return undefined;
  try {
    const proof = await consistencyProof(tx, size, head.size);
    return verifyConsistency(sha256, { size, root }, head, proof) ? undefined : 'RootDiffers';
  } catch (error) {
    if (error instanceof TreeBroken) return 'RootDiffers';
    throw error;
  }
}

function noteOf(head: TreeHead, signers: readonly Signer[], at: UtcTime): string {
  const atSeconds = BigInt(Math.floor(toEpochMs(at) / 1000));
  const lines = signers.map((signer) =>
    signatureLine(sha256, head, signer, { sign: signer.sign, atSeconds }),
  );
  return `${checkpointText(head)}\n${lines.join('')}`;
}

function checkpointOf(row: { size: bigint; note: string; at: Date }): SignedCheckpoint {
  return { size: Number(row.size), note: row.note, at: fromEpochMs(row.at.getTime()) };
}

/** What a stored row must say besides its note. */
export function rowFault(row: {
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
}): NoteFault | undefined {
  const parsed = parseCheckpoint(row.note);
  if (!parsed.ok) return 'Malformed';
  const same = parsed.value.size === row.size && Buffer.compare(parsed.value.root, row.root) === 0;
  return same ? undefined : 'RowDiffers';
}
