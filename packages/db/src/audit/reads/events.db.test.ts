/** The log as it is searched: what is found, in which order, by whom, and by which way. */
import {
  type ClientId,
  type CorrelationId,
  type EventId,
  fromEpochMs,
  ok,
  type PersonId,
} from '@ultrathink/domain/kernel';
import { withClient } from '@ultrathink/scripts/roles';
import { describe, expect, it } from 'vitest';
import {
  aClientsActor,
  aDoor,
  anAct,
  anActor,
  anId,
  openTestDatabase,
} from '../../../testing/index.ts';
import type { Actor } from '../../actor.ts';
import { read, type Tx, write } from '../../index.ts';
import type { EventPlace, EventSearch, ReadEvent } from './index.ts';
import { bucketSearch, countSearch, findEvent, readTimeline, searchEvents } from './index.ts';

const database = await openTestDatabase();
const [HALDEN, OSPREY] = [anId<ClientId>(), anId<ClientId>()];
const [atHalden, atOsprey, firm] = [aClientsActor(HALDEN), aClientsActor(OSPREY), anActor()];
const correlationId = anId<CorrelationId>();

async function done(actor: Actor, action: string, about: object = {}) {
  const role = actor.scope.kind === 'Client' ? 'app_client' : 'app_staff';
  const subject = { kind: 'Session', id: anId() };
  const events = [{ action, subject, ...about }] as const;
  const act = anAct({ actor, correlationId });
  const written = await write(aDoor(database.as(role)), act, async () => ok({ answer: 1, events }));
  expect(written.ok).toBe(true);
  return subject;
}

const reason = 'The telephone was lost on a train to Zürich';
const ended = await done(atHalden, 'access.endSession', { reason, after: { state: 'Ended' } });
await done(atOsprey, 'access.invitePerson', { subject: { kind: 'Person', id: anId() } });
await done(firm, 'approval.publishPolicy', { before: { quorum: 1 }, after: { quorum: 2 } });
await done(firm, 'access.endSession', { subject: ended, reason: 'Again' });

const NOTHING: EventSearch = {
  words: [],
  actions: [],
  actors: [],
  subjectKinds: [],
  clients: [],
  chains: [],
  fromAt: null,
  toAt: null,
};
const PAGE = { after: null, most: 10 };
const named = (...texts: string[]) => ({ words: texts.map((text) => ({ text, named: [] })) });
const by = <T>(actor: Actor, work: (tx: Tx) => Promise<T>) =>
  read(database.as(actor.scope.kind === 'Client' ? 'app_client' : 'app_staff'), actor, work);
const search = (asked: Partial<EventSearch>, actor: Actor = firm) =>
  by(actor, (tx) => searchEvents(tx, { ...NOTHING, ...asked }, PAGE));
const sequences = (events: readonly ReadEvent[]) => events.map(({ sequence }) => sequence);
const all = await search({});

describe('a search of the log', () => {
  it('finds everything, the newest first', () => {
    expect(sequences(all)).toEqual([4, 3, 2, 1]);
  });

  it.each([
    ['a word of a reason', ['telephone'], [1]],
    ['the beginning of a word', ['TELE'], [1]],
    ['letters of every language', ['zürich'], [1]],
    ['a part of an action', ['invite'], [2]],
    ['a whole action', ['access.endSession'], [4, 1]],
    ['words that are in one event together', ['lost', 'train'], [1]],
    ['no event for words of two', ['telephone', 'invite'], []],
    ['a value that was changed', ['quorum'], [3]],
    ['a sequence', ['3'], [3]],
    ['nothing for signs alone', ['%'], []],
    ['nothing for what would end a query', ["'); drop table audit.event; --"], []],
  ])('finds %s', async (_what, words, expected) => {
    expect(sequences(await search(named(...words)))).toEqual(expected);
  });

  it('finds an id and the beginning of a hash', async () => {
    const [first] = all.slice(-1);
    expect(sequences(await search(named(first?.id ?? '')))).toEqual([1]);
    expect(sequences(await search(named(ended.id)))).toEqual([4, 1]);
    const hash = Buffer.from(first?.hash ?? []).toString('hex');
    expect(sequences(await search(named(hash.slice(0, 10))))).toEqual([1]);
  });

  it('finds whom a name means, whatever the event says', async () => {
    const words = [{ text: 'Ada', named: [atOsprey.id] }];
    expect(sequences(await search({ words }))).toEqual([2]);
  });

  it('keeps to what is asked for besides', async () => {
    expect(sequences(await search({ actions: ['access.endSession'] }))).toEqual([4, 1]);
    expect(sequences(await search({ actors: [atHalden.id as PersonId] }))).toEqual([1]);
    expect(sequences(await search({ subjectKinds: ['Person'] }))).toEqual([2]);
    expect(sequences(await search({ clients: [OSPREY, HALDEN] }))).toEqual([2, 1]);
    expect(await search({ chains: ['shard-0'] })).toEqual([]);
    expect(await search({ toAt: fromEpochMs(0) })).toEqual([]);
    expect(sequences(await search({ fromAt: fromEpochMs(0) }))).toEqual([4, 3, 2, 1]);
  });

  it('gives page after page, each event once', async () => {
    const seen: number[] = [];
    let after: EventPlace | null = null;
    for (;;) {
      const page: Parameters<typeof searchEvents>[2] = { after, most: 1 };
      const [event]: ReadEvent[] = await by(firm, (tx) => searchEvents(tx, NOTHING, page));
      if (event === undefined) break;
      seen.push(event.sequence);
      after = event;
    }
    expect(seen).toEqual([4, 3, 2, 1]);
  });

  it('shows a client its own alone, and staff those of their clients', async () => {
    expect(sequences(await search({}, atHalden))).toEqual([1]);
    expect(await search(named('invite'), atHalden)).toEqual([]);
    expect(await search({ clients: [OSPREY] }, atHalden)).toEqual([]);
    const ofOsprey = anActor({ kind: 'Staff', clientIds: [OSPREY] });
    expect(sequences(await search({}, ofOsprey))).toEqual([2]);
    expect(await search({}, anActor({ kind: 'Staff', clientIds: [] }))).toEqual([]);
    expect(await search({}, anActor({ kind: 'Access' }))).toEqual([]);
  });
});

describe('what a search finds, counted', () => {
  it('says how many there are, of what, and when', async () => {
    const { total, isMore, facets } = await by(firm, (tx) => countSearch(tx, NOTHING));
    expect({ total, isMore }).toEqual({ total: 4, isMore: false });
    const of = (facet: string) =>
      facets.filter((f) => f.facet === facet).map(({ value, count }) => [value, count]);
    expect(of('action')[0]).toEqual(['access.endSession', 2]);
    expect(of('chain')).toEqual([['people', 4]]);
    expect(of('client')).toHaveLength(2);
    const buckets = await by(firm, (tx) => bucketSearch(tx, NOTHING));
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(4);
    for (const [at, { fromMs }] of buckets.entries()) {
      if (at > 0) expect(fromMs).toBe(buckets[at - 1]?.toMs);
    }
  });

  it('counts for a client what is its own', async () => {
    const { total } = await by(atHalden, (tx) => countSearch(tx, NOTHING));
    expect(total).toBe(1);
  });
});

describe('one event, and its story', () => {
  it('is read whole by whom it concerns, and is not there for anybody else', async () => {
    const id = all.at(-1)?.id as EventId;
    const event = await by(atHalden, (tx) => findEvent(tx, id));
    expect(JSON.parse(Buffer.from(event?.body ?? []).toString())).toMatchObject({ reason });
    expect(await by(atOsprey, (tx) => findEvent(tx, id))).toBeUndefined();
  });

  it('is told from the first to the last, by subject and by correlation', async () => {
    const story = (of: Parameters<typeof readTimeline>[1], actor = firm) =>
      by(actor, (tx) => readTimeline(tx, of, PAGE));
    const bySubject = { kind: 'subject', subjectKind: 'Session', id: ended.id } as const;
    const byCorrelation = { kind: 'correlation', id: correlationId } as const;
    expect(sequences(await story(bySubject))).toEqual([1, 4]);
    expect(sequences(await story(byCorrelation))).toEqual([1, 2, 3, 4]);
    expect(sequences(await story(byCorrelation, atOsprey))).toEqual([2]);
  });
});

describe('the way a search takes', () => {
  it('is an index for words, as the role that asks them under its own row security', async () => {
    const plan = await withClient(database.adminUrl, async (client) => {
      await client.query('set role audit_sealer');
      await client.query('set enable_seqscan = off');
      const { rows } = await client.query(`explain select at, id from audit.event e
        where audit.has_words(e.action) and audit.words_of(e.body) @@ $$'telephone':*$$::tsquery
        order by at desc, sequence desc, id desc limit 100`);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).toMatch(/Bitmap Index Scan on event_\d{4}_\d{2}_words_of_idx/);
    expect(plan).not.toMatch(/Seq Scan/);
  });
});
