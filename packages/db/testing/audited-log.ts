/**
 * A database with a log in it that is sealed, numbered and signed as the platform does it, the copies
 * of its checkpoints kept outside, and a way to tamper with it as a superuser can.
 */
import { randomBytes } from 'node:crypto';
import type { ClientId } from '@ultrathink/domain/kernel';
import { type CheckpointCopy, checkLog, type LogCheckEnd } from '../src/audit/proof/check-log.ts';
import { signCheckpoint } from '../src/audit/proof/checkpoints.ts';
import { explainFinding, type LogFinding } from '../src/audit/proof/finding.ts';
import { numberLeaves } from '../src/audit/proof/numbering.ts';
import {
  lockSigning,
  makeMissingKeys,
  openSigners,
  type SecretRing,
  trustedKeys,
} from '../src/audit/proof/signing-keys.ts';
import { systemClock, systemIds } from './builders.ts';
import { aBody, LOG_ORIGIN } from './sealed-log.ts';
import type { TestDatabase } from './test-database.ts';

/** Stands for the ring: what it sealed it opens, and nothing else. */
export function aSecretRing(): SecretRing {
  const sealed = new Map<string, Uint8Array>();
  return {
    seal(plain, context) {
      const name = randomBytes(16);
      sealed.set(`${name.toString('hex')} ${context}`, plain);
      return name;
    },
    open(blob, context) {
      const plain = sealed.get(`${Buffer.from(blob).toString('hex')} ${context}`);
      return plain === undefined
        ? { ok: false, error: { code: 'NotGenuine' } }
        : { ok: true, value: plain };
    },
  };
}

export interface AuditedLog {
  readonly db: TestDatabase;
  readonly ring: SecretRing;
  readonly copies: CheckpointCopy[];
  /** Seals so many events of the firm, or of a client; each by a person of its own, or by a part of the system. */
  seal(chain: string, count: number, clientId?: ClientId, system?: string): Promise<void>;
  number(): Promise<readonly LogFinding[]>;
  sign(): Promise<string>;
  check(): Promise<LogCheckEnd>;
  /** As somebody who can switch triggers and constraints off. */
  tamper(...statements: string[]): Promise<void>;
}

/** The log of a database that nothing was sealed in yet. */
export function anAuditedLog(db: TestDatabase, ring = aSecretRing()): AuditedLog {
  const database = db.as('jobs');
  const copies: CheckpointCopy[] = [];
  const oneMoment = { isolationLevel: 'RepeatableRead' } as const;
  return {
    db,
    ring,
    copies,
    async seal(chain, count, clientId, system) {
      const by = system === undefined ? {} : { actor: { kind: 'System', id: system } };
      const facts = { at: systemClock.now(), clientId: clientId ?? null, ...by };
      const bodies = Array.from({ length: count }, (_, n) => Buffer.from(aBody(n, facts)));
      await database.prisma.$queryRaw`
        select audit.seal(${chain}, ${clientId ?? null}::uuid, ${bodies}::bytea[])::text`;
    },
    async number() {
      const end = await database.prisma.$transaction((tx) => numberLeaves(tx, 100), oneMoment);
      return end?.findings ?? [];
    },
    async sign() {
      const at = systemClock.now();
      const end = await database.prisma.$transaction(async (tx) => {
        await lockSigning(tx);
        await makeMissingKeys(tx, { ring, ids: systemIds, origin: LOG_ORIGIN, at });
        const signers = await openSigners(tx, ring, at);
        const trusted = await trustedKeys(tx, ring);
        return signCheckpoint(tx, { signers, trusted, at, lastCopy: copies.at(-1) });
      }, oneMoment);
      if (end.kind === 'Signed') {
        copies.push({ file: `${end.checkpoint.size}.checkpoint`, note: end.checkpoint.note });
      }
      return end.kind === 'Refused' ? explainFinding(end.finding) : end.kind;
    },
    async check() {
      const keys = await database.prisma.$transaction((tx) => trustedKeys(tx, ring));
      return checkLog({ database, origin: LOG_ORIGIN, keys, copies });
    },
    async tamper(...statements) {
      await db.sql(`set session_replication_role = replica; ${statements.join('; ')}`);
    },
  };
}
