/** Evidence packs, read and changed as somebody could who has the file, and verified as a stranger would. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { ClOrdId } from '@ultrathink/domain/trading';
import { verify as verifyFile } from '@ultrathink/verify';
import { onTestFinished } from 'vitest';
import type { Actor } from '../src/actor.ts';
import { read } from '../src/read.ts';
import {
  type EvidencePack,
  findOrder,
  findOrderTrail,
  makeEvidencePack,
} from '../src/trading/index.ts';
import type { TestDatabase } from './test-database.ts';

const MADE_AT = '2026-01-01T00:00:00.000Z' as UtcTime;

/** As who asks would get it; undefined of an order that is another's. */
export function packOf(
  database: TestDatabase,
  actor: Actor,
  clOrdId: ClOrdId,
): Promise<EvidencePack | undefined> {
  const isClient = actor.scope.kind === 'Client';
  return read(database.as(isClient ? 'app_client' : 'app_staff'), actor, async (tx) => {
    const [trail, whole] = [await findOrderTrail(tx, clOrdId), await findOrder(tx, clOrdId)];
    if (trail === undefined || whole === undefined) return undefined;
    const audience = isClient ? 'Client' : 'Firm';
    return makeEvidencePack(tx, { trail, whole, audience, evidence: [], madeAt: MADE_AT });
  });
}

export type Line = Record<string, unknown> & { readonly kind: string };
export const linesOf = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((one) => JSON.parse(one));
const textOf = (lines: readonly object[]) =>
  lines.map((one) => `${JSON.stringify(one)}\n`).join('');

/** As somebody who makes the list of lines anew, so that only what was sealed can tell. */
export function withManifest(lines: readonly Line[]): string {
  const kept = lines.filter(({ kind }) => kind !== 'Manifest');
  const of = (text: string) => createHash('sha256').update(text).digest('base64');
  const hashes = kept.map((one) => of(`${JSON.stringify(one)}\n`));
  return textOf([...kept, { kind: 'Manifest', lines: hashes, hash: of(hashes.join('\n')) }]);
}

export function verified(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'pack-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'order.evidence.jsonl');
  writeFileSync(file, text);
  const { code, lines } = verifyFile([file]);
  return { code, said: lines.join('\n') };
}
