/** Keys of venues to work on: submitted as a browser and a page would, probed by a venue of words. */
import { randomBytes } from 'node:crypto';
import { write } from '@ultrathink/db';
import { aDoor, anActor, anId, type TestDatabase } from '@ultrathink/db/testing';
import { insertVenueKey, publishSealKey } from '@ultrathink/db/venue-keys';
import {
  type CorrelationId,
  err,
  type IdempotencyKey,
  ok,
  type PersonId,
  type ProcessId,
} from '@ultrathink/domain/kernel';
import {
  type KeyedVenue,
  maskKeyName,
  type ProbedPermissions,
  sealCredentials,
  type VenueAccountId,
  type VenueCredentials,
  type VenueKeyId,
  venueKeyFingerprint,
} from '@ultrathink/domain/market-data';
import { createKeyRing, createLog, type KeyRing } from '@ultrathink/runtime';
import { createFileProvider } from '../src/drivers/key-provider/file-provider.ts';
import type {
  ProbeAnswer,
  VenueKeyParts,
  VenueProbe,
} from '../src/market-data/venue-keys/parts.ts';

export const FIT: ProbedPermissions = {
  mayRead: true,
  mayTrade: true,
  mayWithdraw: false,
  isAddressBound: true,
  expiresAt: null,
};

export const told = (changes: Partial<ProbedPermissions> = {}, offset = 0): ProbeAnswer => ({
  kind: 'Told',
  probe: { permissions: { ...FIT, ...changes }, clockOffsetMs: offset },
});

/** What it is asked, and what it answers until it is told otherwise. */
export class WordedVenue implements VenueProbe {
  readonly asked: VenueCredentials[] = [];
  answer: ProbeAnswer | Promise<ProbeAnswer> = told();
  hasOpen: boolean | null = null;

  permissions(_venue: KeyedVenue, credentials: VenueCredentials): Promise<ProbeAnswer> {
    this.asked.push(credentials);
    return Promise.resolve(this.answer);
  }

  hasOpenOrders(): Promise<boolean | null> {
    return Promise.resolve(this.hasOpen);
  }
}

export const aRing = (): KeyRing => createKeyRing('venue', [randomBytes(32)]);

export interface Bench extends VenueKeyParts {
  readonly probe: WordedVenue;
  readonly ring: KeyRing;
  /** Everything that was logged. */
  lines(): string;
}

let shards = 0;
const nextShard = () => {
  shards += 1;
  return shards;
};

export function aBench(database: TestDatabase, changes: Partial<VenueKeyParts> = {}): Bench {
  const ring = aRing();
  const written: string[] = [];
  const log = createLog({ level: 'trace', stream: { write: (line) => void written.push(line) } });
  return {
    door: aDoor(database.as('engine')),
    ring,
    providers: { current: createFileProvider(ring), others: [] },
    probe: new WordedVenue(),
    crypto: globalThis.crypto,
    processId: anId<ProcessId>(),
    // One of its own: nobody else works on its keys.
    shard: nextShard(),
    log,
    ...changes,
    lines: () => written.join(''),
  } as Bench;
}

export interface Submission {
  readonly credentials?: VenueCredentials;
  readonly venue?: KeyedVenue;
  /** What people were shown, where that is not what was sealed. */
  readonly shownName?: string;
  /** What it was sealed for, where that is not where it was put. */
  readonly sealedFor?: string;
}

export const someCredentials = (): VenueCredentials => ({
  key: `key-${randomBytes(24).toString('hex')}`,
  secret: `secret-${randomBytes(32).toString('hex')}`,
  passphrase: null,
});

/** As app_staff, by somebody of the firm. */
export async function submit(
  database: TestDatabase,
  parts: VenueKeyParts,
  { credentials = someCredentials(), venue = 'binance', shownName, sealedFor }: Submission = {},
): Promise<VenueKeyId> {
  const sealKey = await publishSealKey(parts);
  const account = { id: anId<VenueAccountId>(), venue, label: anId() as string, client: null };
  const label = 'The first';
  const binding = { venue, account: account.id, label: sealedFor ?? label };
  const sealed = await sealCredentials(parts.crypto, sealKey, binding, credentials);
  const name = shownName ?? credentials.key;
  const fingerprint = await venueKeyFingerprint(parts.crypto, venue, name);
  const id = anId<VenueKeyId>();
  const door = aDoor(database.as('app_staff'));
  const actor = anActor();
  await database.sql(
    `insert into market_data.venue_account (id, venue, label, shard, created_at, created_by)
      values ($1, $2, $3, $4, now(), $5)`,
    [account.id, venue, account.label, parts.shard, actor.id],
  );
  const written = await write(
    door,
    {
      actor,
      idempotencyKey: anId<IdempotencyKey>(),
      correlationId: anId<CorrelationId>(),
      kind: 'venues.submitKey',
      input: {},
    },
    async (tx, at) => {
      const by = actor.id as PersonId;
      const stored = { ...account, mode: 'Live' as const, shard: parts.shard, createdAt: at };
      const key = { id, account: stored, label, fingerprint, maskedName: maskKeyName(name) };
      const isMade = await insertVenueKey(tx, { ...key, sealKey: sealKey.id, sealed, by, at });
      if (!isMade) return err('NotMade' as const);
      const event = { action: 'venues.submitKey', subject: { kind: 'VenueKey', id } };
      return ok({ answer: null, events: [event] as const });
    },
  );
  if (!written.ok) throw new Error(JSON.stringify(written.error));
  return id;
}

/** The key's status by an act of nobody: what tests begin with. */
export async function putInto(database: TestDatabase, id: VenueKeyId, set: string): Promise<void> {
  await database.sql('alter table market_data.venue_key disable trigger user');
  await database.sql(`update market_data.venue_key set ${set} where id = '${id}'`);
  await database.sql('alter table market_data.venue_key enable trigger user');
}

/** Everything that is stored anywhere, as text: where a secret would be found. */
export async function everythingStored(database: TestDatabase): Promise<string> {
  const tables = await database.sql<{ name: string }>(`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`);
  const parts: string[] = [];
  for (const { name } of tables) {
    const [row] = await database.sql<{ text: string | null }>(
      `select string_agg(t::text, E'\\n') as text from ${name} t`,
    );
    parts.push(row?.text ?? '');
  }
  return parts.join('\n');
}

/** All the ways in which a text may stand in rows: as it is, and as bytes in hex or base64. */
export function waysToWrite(text: string): string[] {
  const bytes = Buffer.from(text);
  // Without its ends: of base64 what stands before and after decides the first and last signs.
  return [text, bytes.toString('hex'), bytes.toString('base64').slice(4, -8)];
}
