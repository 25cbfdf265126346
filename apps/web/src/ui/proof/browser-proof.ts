/** A receipt read in the browser, and what the browser itself can find out about it. */
import { parseCheckpoint, parseReceipt, toHex } from '@ultrathink/domain/audit';

import { eventHashOf, type ProofStep, proofSteps, rootOf } from './proof-steps.ts';

export interface ReadReceipt {
  readonly index: number;
  readonly size: number;
  readonly origin: string;
  /** Lower-case hexadecimal. */
  readonly root: string;
  /** By what it is signed; how, and with whose key, is for the offline check. */
  readonly algorithms: readonly string[];
  readonly steps: readonly ProofStep[];
}

/** Signatures of both kinds have lengths of their own; that of ML-DSA-44 carries 8 bytes of time. */
function algorithmOf(bytes: number): string {
  return { 64: 'Ed25519', 2428: 'ML-DSA-44' }[bytes] ?? 'a key of another kind';
}

/** Null for a text that is no receipt of ours. */
export function readReceipt(text: string): ReadReceipt | null {
  const receipt = parseReceipt(text);
  if (!receipt.ok) return null;
  const checkpoint = parseCheckpoint(receipt.value.checkpoint);
  if (!checkpoint.ok) return null;
  const { index, proof } = receipt.value;
  const { size, origin, root, signatures } = checkpoint.value;
  const steps = proofSteps(index, size, proof.map(toHex));
  if (steps === null) return null;
  return {
    index,
    size,
    origin,
    root: toHex(root),
    algorithms: signatures.map(({ signature }) => algorithmOf(signature.length)),
    steps,
  };
}

/** An event as it was sealed: hashes in hexadecimal, the body as its canonical text. */
interface SealedText {
  readonly hash: string;
  readonly previousHash: string;
  readonly body: string;
}

export interface BrowserCheck {
  readonly id: 'hash' | 'root';
  readonly name: string;
  readonly holds: boolean;
  readonly says: string;
}

/** The sums a browser can do without believing the platform: the event's hash, and the root. */
export async function checkInBrowser(
  event: SealedText,
  receipt: ReadReceipt,
): Promise<readonly BrowserCheck[]> {
  const hash = await eventHashOf(event.previousHash, event.body);
  const root = await rootOf(hash, receipt.steps);
  const sameHash = hash === event.hash;
  const sameRoot = root === receipt.root;
  return [
    {
      id: 'hash',
      name: 'Event',
      holds: sameHash,
      says: sameHash ? 'its bytes add up to its hash' : 'its bytes do not add up to its hash',
    },
    {
      id: 'root',
      name: 'Root',
      holds: sameRoot,
      says: sameRoot
        ? 'hash and siblings add up to the signed root'
        : 'hash and siblings do not add up to the signed root',
    },
  ];
}
