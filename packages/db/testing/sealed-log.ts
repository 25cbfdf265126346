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
import {
  type ClientId,
  canonicalJson,
  fromEpochMs,
  type UtcTime,
  unwrap,
} from '@ultrathink/domain/kernel';
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

export interface BodyFacts {
  readonly at?: UtcTime;
  readonly clientId?: ClientId | null;
  /** A person of their own, unless it says. */
  readonly actor?: { readonly kind: string; readonly id: string };
}

/** What is sealed of an event: some 600 bytes, as events of people have, each with ids of its own. */
export function aBody(
  n: number,
  { at = BEGUN_AT, clientId = null, actor = { kind: 'Person', id: anId() } }: BodyFacts = {},
): Uint8Array {
  const subject = { kind: 'Session', id: anId() };
  const written = canonicalJson({
    v: 1,
    id: anId(),
    at,
    actor,
    onBehalfOf: null,
    clientId,
    action: 'access.endSession',
    subject,
    before: { endedAt: null, state: 'Open', why: null },
    after: { endedAt: at, state: 'Ended', why: 'Revoked' },
    reason: `Device ${n} was reported lost — "taken" on a train`,
    commandId: anId(),
    correlationId: anId(),
    causationId: null,
    writer: 'test',
  });
  return Buffer.from(unwrap(written));
}

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
