/** A sealed log in memory, with keys of its own: what exports and verifiers are tried with. */
import {
  appendLeaf,
  type ChainHead,
  checkpointText,
  consistencyPlan,
  coverOf,
  foldCover,
  genesis,
  type Hash,
  inclusionPlan,
  type NodeRef,
  type SealedEvent,
  sealEvent,
  signatureLine,
} from '@ultrathink/domain/audit';
import { fromEpochMs } from '@ultrathink/domain/kernel';
import { sha256 } from '../src/audit/proof/digest.ts';
import type { ExportedEvent } from '../src/audit/proof/export-format.ts';
import { makeKeyPair, openKeyPair } from '../src/audit/proof/signatures.ts';
import { anId } from './builders.ts';

export const LOG_ORIGIN = 'firm.example/audit';

/** 24 November 2025, 09:20 UTC, when the first event was sealed. */
const BEGUN_AT = fromEpochMs(1_763_976_000_000);

const keyOf = ({ level, index }: NodeRef): string => `${level}/${index}`;

/** A key that signs, as `openSigners` gives it. */
function aSigner(algorithm: 'Ed25519' | 'ML-DSA-44') {
  const { sign, publicKey } = openKeyPair(algorithm, makeKeyPair(algorithm).privateKey);
  return { id: anId(), name: LOG_ORIGIN, algorithm, publicKey, sign, from: BEGUN_AT, until: null };
}

/** Bodies of some 500 bytes, as events of people have. */
export const aBody = (n: number): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      action: 'access.endSession',
      actor: { id: `0193a1b2-0000-7000-8000-${String(n % 97).padStart(12, '0')}`, kind: 'Person' },
      after: { endedAt: '2026-11-21T09:20:00.000Z', state: 'Ended', why: 'Revoked' },
      before: { endedAt: null, state: 'Open', why: null },
      n,
      reason: `Device ${n} was reported lost — "taken" on a train`,
      subject: { id: `0193a1b2-1111-7000-8000-${String(n).padStart(12, '0')}`, kind: 'Session' },
      v: 1,
    }),
  );

/** @param chains the events take turns among them. */
export function aSealedLog(count: number, chains: readonly string[] = ['people', 'shard-0']) {
  const heads = new Map<string, ChainHead>(chains.map((chain) => [chain, genesis(sha256, chain)]));
  const nodes = new Map<string, Hash>();
  const read = (ref: NodeRef): Hash => nodes.get(keyOf(ref)) ?? new Uint8Array(0);
  const events: ExportedEvent[] = [];
  for (let index = 0; index < count; index += 1) {
    const chain = chains[index % chains.length] ?? '';
    const sealed: SealedEvent = sealEvent(
      sha256,
      heads.get(chain) ?? genesis(sha256, chain),
      aBody(index),
    );
    heads.set(chain, sealed);
    events.push({ index, ...sealed });
    for (const { ref, hash } of appendLeaf(sha256, index, sealed.hash, read)) {
      nodes.set(keyOf(ref), hash);
    }
  }
  const fold = (cover: readonly NodeRef[]): Hash => foldCover(sha256, cover.map(read));
  const signers = [aSigner('Ed25519'), aSigner('ML-DSA-44')];
  const noteAt = (size: number, by = signers): string => {
    const head = { origin: LOG_ORIGIN, size, root: fold(coverOf(0, size)) };
    const lines = by.map((signer) =>
      signatureLine(sha256, head, signer, { sign: signer.sign, atSeconds: 1_763_976_060n }),
    );
    return `${checkpointText(head)}\n${lines.join('')}`;
  };
  return {
    events,
    signers,
    begunAt: BEGUN_AT,
    noteAt,
    inclusion: (index: number, size: number) => inclusionPlan(index, size).map(fold),
    consistency: (first: number, second: number) => consistencyPlan(first, second).map(fold),
  };
}

export type SealedLog = ReturnType<typeof aSealedLog>;
