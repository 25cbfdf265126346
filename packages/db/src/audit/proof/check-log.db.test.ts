/**
 * The tamper matrix: what a superuser does to the log behind our back, triggers switched off, and
 * what the look at the log says of it. Each case gets a log of its own and the copies of its
 * checkpoints that lie outside the database.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  type AuditedLog,
  anAuditedLog,
  copyTemplate,
  systemClock,
  systemIds,
  type TestDatabase,
} from '../../../testing/index.ts';
import { LOG_ORIGIN } from '../../../testing/sealed-log.ts';
import { checkLog } from './check-log.ts';
import { latestCheckpoint } from './checkpoints.ts';
import { sha256 } from './digest.ts';
import { explainFinding, type LogFinding } from './finding.ts';
import { makeMissingKeys, type SecretRing, trustedKeys } from './signing-keys.ts';

const open: TestDatabase[] = [];
afterAll(() => Promise.all(open.map((db) => db.drop())));

async function aWorld(): Promise<AuditedLog> {
  const db = await copyTemplate(inject('testServer'));
  open.push(db);
  return anAuditedLog(db);
}

/** 700 events of two chains (so that a node of level 8 is kept twice), signed at 300, 520 and 700. */
async function fill(world: AuditedLog): Promise<void> {
  for (const [people, shard] of [
    [200, 100],
    [120, 100],
    [130, 50],
  ] as const) {
    await world.seal('people', people);
    await world.seal('shard-0', shard);
    for (let i = 0; i < 3; i += 1) expect(await world.number()).toEqual([]);
    expect(await world.sign()).toBe('Signed');
  }
}

const row = (chain: string, sequence: number) => `chain = '${chain}' and sequence = ${sequence}`;
/** Other contents, under which every searched column still fits. */
const FORGED = `convert_to(replace(convert_from(body, 'UTF8'), 'Revoked', 'Expired'), 'UTF8')`;
/** The hash the event would have with this body. */
const hashOf = (content: string) => `sha256('\\x00'::bytea || previous_hash || ${content})`;

describe('a log that nobody touched', () => {
  let world: AuditedLog;
  beforeAll(async () => {
    world = await aWorld();
    await fill(world);
  });

  it('is whole: events, tree, checkpoints and their copies outside', async () => {
    expect(await world.check()).toEqual({
      events: 700,
      size: 700,
      checkpoints: 3,
      copies: 3,
      finding: undefined,
    });
  });

  it('is whole while events wait for their place', async () => {
    await world.seal('people', 2);
    expect(await world.check()).toMatchObject({ events: 700, finding: undefined });
  });

  it('is not signed twice at one length', async () => {
    expect(await world.number()).toEqual([]);
    expect([await world.sign(), await world.sign()]).toEqual(['Signed', 'Nothing']);
  });

  it('says how far it is', async () => {
    const database = world.db.as('jobs');
    const keys = await database.prisma.$transaction((tx) => trustedKeys(tx, world.ring));
    const told: unknown[] = [];
    const onProgress = (progress: unknown) => told.push(progress);
    await checkLog({ database, origin: LOG_ORIGIN, keys, copies: [], onProgress });
    expect(told).toEqual([{ events: 702, of: 702 }]);
  });
});

type Case = readonly [
  what: string,
  tamper: (world: AuditedLog) => Promise<void>,
  finding: Partial<LogFinding>,
];

const cases: Case[] = [
  [
    'an event edited',
    (w) => w.tamper(`update audit.event set body = ${FORGED} where ${row('people', 150)}`),
    { kind: 'Event', chain: 'people', sequence: 150, why: 'ContentChanged' },
  ],
  [
    'an event edited, its hash made to fit',
    (w) =>
      w.tamper(
        `update audit.event set body = ${FORGED}, hash = ${hashOf(FORGED)} where ${row('people', 150)}`,
      ),
    { kind: 'Leaf', chain: 'people', sequence: 150, why: 'HashDiffers' },
  ],
  [
    'an event edited, its hash and its leaf made to fit',
    (w) =>
      w.tamper(
        `update audit.event set body = ${FORGED}, hash = ${hashOf(FORGED)} where ${row('people', 150)}`,
        `update audit.leaf l set hash = e.hash from audit.event e
           where l.chain = e.chain and l.sequence = e.sequence and e.${row('people', 150).replace('and ', 'and e.')}`,
      ),
    { kind: 'Event', chain: 'people', sequence: 151, why: 'LinkBroken' },
  ],
  [
    'the last event edited, its hash, leaf and head made to fit',
    (w) =>
      w.tamper(
        `update audit.event set body = ${FORGED}, hash = ${hashOf(FORGED)} where ${row('shard-0', 250)}`,
        `update audit.leaf l set hash = e.hash from audit.event e
           where l.chain = e.chain and l.sequence = e.sequence and e.chain = 'shard-0' and e.sequence = 250`,
        `update audit.chain_head h set hash = e.hash from audit.event e
           where h.chain = e.chain and e.chain = 'shard-0' and e.sequence = 250`,
      ),
    { kind: 'Checkpoint', size: 700, why: 'RootDiffers' },
  ],
  [
    "an event's searched columns edited",
    (w) =>
      w.tamper(`update audit.event set action = 'access.invitePerson' where ${row('people', 9)}`),
    { kind: 'Event', chain: 'people', sequence: 9, why: 'ColumnsDiffer' },
  ],
  [
    'an event given to another client',
    (w) =>
      w.tamper(`update audit.event set client_id = gen_random_uuid() where ${row('people', 9)}`),
    { kind: 'Event', chain: 'people', sequence: 9, why: 'ColumnsDiffer' },
  ],
  [
    'an event deleted',
    (w) => w.tamper(`delete from audit.event where ${row('shard-0', 31)}`),
    { kind: 'Event', chain: 'shard-0', sequence: 31, why: 'Missing' },
  ],
  [
    'an event inserted at a place that is taken',
    (w) =>
      w.tamper(
        `insert into audit.event select (e).* from (select jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid())) as e
           from audit.event e where ${row('people', 77)}) as twin`,
      ),
    { chain: 'people', sequence: 77 },
  ],
  [
    'an event appended without its writer',
    async (w) => {
      await w.seal('people', 1);
      await w.tamper(
        `update audit.chain_head h set sequence = 450, hash = e.hash from audit.event e
           where h.chain = 'people' and e.chain = 'people' and e.sequence = 450`,
      );
    },
    { kind: 'Event', chain: 'people', sequence: 451, why: 'Inserted' },
  ],
  [
    'two events exchanged',
    (w) =>
      w.tamper(
        `update audit.event set sequence = 9999 where ${row('people', 20)}`,
        `update audit.event set sequence = 20 where ${row('people', 21)}`,
        'update audit.event set sequence = 21 where sequence = 9999',
      ),
    { kind: 'Event', chain: 'people', sequence: 20, why: 'LinkBroken' },
  ],
  [
    'the tail cut off the events',
    (w) => w.tamper("delete from audit.event where chain = 'people' and sequence > 440"),
    { kind: 'Event', chain: 'people', sequence: 441, why: 'Missing' },
  ],
  [
    'the tail cut off the events and the head set back',
    (w) =>
      w.tamper(
        "delete from audit.event where chain = 'people' and sequence > 440",
        `update audit.chain_head h set sequence = 440, hash = e.hash from audit.event e
           where h.chain = 'people' and e.chain = 'people' and e.sequence = 440`,
      ),
    { kind: 'Event', chain: 'people', sequence: 441, why: 'Missing' },
  ],
  [
    'an event that waits for its place deleted',
    async (w) => {
      await w.seal('people', 2);
      await w.tamper(`delete from audit.event where ${row('people', 452)}`);
    },
    { kind: 'Event', chain: 'people', sequence: 452, why: 'Missing' },
  ],
  [
    'everything since the second checkpoint cut off, in every table',
    (w) => w.tamper(...setBackTo(520)),
    { kind: 'Copy', size: 700, file: '700.checkpoint', why: 'AheadOfLog' },
  ],
  [
    'leaves removed',
    (w) => w.tamper('delete from audit.leaf where index = 300'),
    { kind: 'Leaf', index: 300, why: 'Missing' },
  ],
  [
    'leaves cut off below a checkpoint',
    (w) => w.tamper('delete from audit.leaf where index >= 690'),
    { kind: 'Checkpoint', size: 700, why: 'AheadOfLog' },
  ],
  [
    'two leaves exchanged',
    (w) =>
      w.tamper(
        'update audit.leaf set index = 9999 where index = 4',
        'update audit.leaf set index = 4 where index = 5',
        'update audit.leaf set index = 5 where index = 9999',
      ),
    { kind: 'Leaf', index: 4, why: 'OutOfOrder' },
  ],
  [
    'a hash of the tree changed',
    (w) => w.tamper(`update audit.tree_node set hash = sha256('x') where level = 8 and index = 1`),
    { kind: 'Node', level: 8, index: 1, why: 'HashDiffers' },
  ],
  [
    'a hash of the tree removed',
    (w) => w.tamper('delete from audit.tree_node where level = 8 and index = 0'),
    { kind: 'Node', level: 8, index: 0, why: 'Missing' },
  ],
  [
    'a hash added to the tree',
    (w) => w.tamper(`insert into audit.tree_node values (8, 2, sha256('x'))`),
    { kind: 'Node', level: 8, index: 2, why: 'NotOfTheTree' },
  ],
  [
    'a checkpoint removed',
    (w) => w.tamper('delete from audit.checkpoint where size = 520'),
    { kind: 'Copy', size: 520, file: '520.checkpoint', why: 'NotInDatabase' },
  ],
  [
    'a checkpoint exchanged for another of ours',
    (w) =>
      w.tamper(
        `update audit.checkpoint set note = (select note from audit.checkpoint where size = 300) where size = 520`,
      ),
    { kind: 'Checkpoint', size: 520, why: 'RowDiffers' },
  ],
  [
    "a checkpoint's text changed",
    (w) =>
      w.tamper(
        `update audit.checkpoint set note = replace(note, e'\\n520\\n', e'\\n521\\n') where size = 520`,
      ),
    { kind: 'Checkpoint', size: 520, why: 'SignatureInvalid' },
  ],
  [
    'a checkpoint signed by a key that somebody put into the table',
    async (w) => {
      const forger: SecretRing = {
        seal: () => randomBytes(8),
        open: () => ({ ok: false, error: { code: 'No' } }),
      };
      await w.tamper('delete from audit.signing_key');
      await w.db.as('jobs').prisma.$transaction((tx) =>
        makeMissingKeys(tx, {
          ring: forger,
          ids: systemIds,
          origin: LOG_ORIGIN,
          at: systemClock.now(),
        }),
      );
    },
    { kind: 'Copy', size: 300, why: 'SignatureMissing' },
  ],
  [
    'the log written anew, with hashes that fit and a tree that fits',
    async (w) => {
      await w.tamper(
        ...['event', 'leaf', 'tree_node', 'checkpoint', 'chain_head'].map(
          (t) => `delete from audit.${t}`,
        ),
      );
      await w.seal('people', 800);
      for (let i = 0; i < 9; i += 1) await w.number();
    },
    { kind: 'Copy', size: 300, why: 'RootDiffers' },
  ],
];

/** What a restored backup would hold. */
function setBackTo(size: number): string[] {
  const last = (chain: string) =>
    `(select max(sequence) from audit.leaf where chain = '${chain}' and index < ${size})`;
  return [
    ...['people', 'shard-0'].map(
      (chain) => `delete from audit.event where chain = '${chain}' and sequence > ${last(chain)}`,
    ),
    `delete from audit.leaf where index >= ${size}`,
    `delete from audit.tree_node where (index + 1) << level > ${size}`,
    `delete from audit.checkpoint where size > ${size}`,
    `update audit.chain_head h set sequence = l.sequence, hash = l.hash from (
       select distinct on (chain) chain, sequence, hash from audit.leaf order by chain, sequence desc) l
       where l.chain = h.chain`,
  ];
}

describe('ASVS 16.4.2 behind our back, detected and located', () => {
  it.each(cases)('%s', async (_, tamper, finding) => {
    const world = await aWorld();
    await fill(world);
    await tamper(world);
    const end = await world.check();
    expect(end.finding).toMatchObject(finding);
    expect(explainFinding(end.finding as LogFinding)).toMatch(/^[A-Z].*\.$/);
  });
});

describe('what is broken is neither numbered nor signed', () => {
  it('numbering stops before a changed event, names it, and goes on with other chains', async () => {
    const world = await aWorld();
    await world.seal('people', 4);
    await world.seal('shard-0', 2);
    await world.tamper(`update audit.event set body = ${FORGED} where ${row('people', 3)}`);
    const broken = [{ kind: 'Event', chain: 'people', sequence: 3, why: 'ContentChanged' }];
    expect(await world.number()).toEqual(broken);
    expect(await world.number()).toEqual(broken);
    const leaves = await world.db.sql('select chain, sequence::int from audit.leaf order by index');
    expect(leaves).toEqual([
      { chain: 'people', sequence: 1 },
      { chain: 'people', sequence: 2 },
      { chain: 'shard-0', sequence: 1 },
      { chain: 'shard-0', sequence: 2 },
    ]);
  });

  it('ASVS 16.4.3 a database that was set back is not signed, also after it has grown again', async () => {
    const world = await aWorld();
    await fill(world);
    await world.tamper(...setBackTo(520));
    expect(await world.sign()).toMatch(/700.*events were cut off, or the database was set back/);
    await world.seal('people', 250);
    for (let i = 0; i < 3; i += 1) expect(await world.number()).toEqual([]);
    expect(await world.sign()).toMatch(/700.*not those it was signed for/);
  });

  it('a tree that was changed is not signed', async () => {
    const world = await aWorld();
    await fill(world);
    await world.tamper(
      "update audit.tree_node set hash = sha256('x') where level = 8 and index = 0",
    );
    await world.seal('people', 1);
    await world.number();
    expect(await world.sign()).toMatch(/not those it was signed for/);
    const latest = await world.db.as('jobs').prisma.$transaction(latestCheckpoint);
    expect(latest?.size).toBe(700);
  });

  it('two that number at once give each event one place', async () => {
    const world = await aWorld();
    await world.seal('people', 60);
    await Promise.allSettled([world.number(), world.number(), world.number()]);
    await world.number();
    expect(await world.check()).toMatchObject({ events: 60, size: 60, finding: undefined });
  });
});

it('a digest of nothing is the root of the empty log', async () => {
  const world = await aWorld();
  expect(await world.sign()).toBe('Nothing');
  expect(await world.check()).toMatchObject({ events: 0, size: 0, finding: undefined });
  expect(sha256(new Uint8Array(0))).toHaveLength(32);
});
