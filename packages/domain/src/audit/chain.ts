/**
 * A hash chain over the events of one writer: each event's hash covers the one before it, so no event
 * can be changed, removed, inserted or moved without every later hash saying so.
 *
 * hash(n) = SHA-256(0x00 || hash(n - 1) || body(n)). With `hash(n - 1) || body(n)` as leaf data this is
 * at the same time the leaf hash of RFC 9162: the chain and the Merkle tree share their hashes, and
 * one number proves both. hash(0) is made from the chain's name: an event of one chain cannot stand
 * in another.
 */
import { type Digest, err, ok, type Result } from '../kernel/index.ts';
import { concat, sameBytes, utf8 } from './bytes.ts';
import { type Hash, leafHash } from './merkle.ts';

export interface ChainHead {
  readonly chain: string;
  /** Of the last event; 0 for a chain without events. */
  readonly sequence: number;
  readonly hash: Hash;
}

/** An event as it is stored: its canonical bytes and its place. */
export interface SealedEvent extends ChainHead {
  readonly previousHash: Hash;
  readonly body: Uint8Array;
}

export interface ChainBreak {
  /** The sequence at which the chain stops being whole; everything before it is intact. */
  readonly sequence: number;
  readonly why: 'OtherChain' | 'SequenceGap' | 'PreviousHashDiffers' | 'HashDiffers';
}

/** The head of a chain before its first event. */
export function genesis(digest: Digest, chain: string): ChainHead {
  return { chain, sequence: 0, hash: digest(utf8(`ultrathink audit chain v1\n${chain}\n`)) };
}

export function sealEvent(digest: Digest, head: ChainHead, body: Uint8Array): SealedEvent {
  return {
    chain: head.chain,
    sequence: head.sequence + 1,
    previousHash: head.hash,
    hash: eventHash(digest, head.hash, body),
    body,
  };
}

export function eventHash(digest: Digest, previous: Hash, body: Uint8Array): Hash {
  return leafHash(digest, concat(previous, body));
}

/** One step of verification: the next head, or what is wrong with this event. */
export function checkLink(
  digest: Digest,
  head: ChainHead,
  event: SealedEvent,
): Result<ChainHead, ChainBreak> {
  const sequence = head.sequence + 1;
  if (event.chain !== head.chain) return err({ sequence, why: 'OtherChain' });
  if (event.sequence !== sequence) return err({ sequence, why: 'SequenceGap' });
  if (!sameBytes(event.previousHash, head.hash))
    return err({ sequence, why: 'PreviousHashDiffers' });
  const hash = eventHash(digest, head.hash, event.body);
  if (!sameBytes(event.hash, hash)) return err({ sequence, why: 'HashDiffers' });
  return ok({ chain: head.chain, sequence, hash });
}

/** Verifies events in their order and stops at the first break. */
export function checkChain(
  digest: Digest,
  from: ChainHead,
  events: Iterable<SealedEvent>,
): Result<ChainHead, ChainBreak> {
  let head = from;
  for (const event of events) {
    const next = checkLink(digest, head, event);
    if (!next.ok) return next;
    head = next.value;
  }
  return ok(head);
}
