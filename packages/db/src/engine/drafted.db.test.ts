/** What is made of records ahead of their batch changes nothing of what is written of them. */
import { encodeSorted } from '@ultrathink/domain/engine/core';
import { describe, expect, it } from 'vitest';
import { aLedShard, openTestDatabase } from '../../testing/index.ts';

const own = await openTestDatabase();
const DONE = { ok: true, value: null };

/** Of each record, whether what is sealed of it names it by its place and its hash. */
const NAMED = (shard: number) => `
  select j.sequence::int as sequence, bool_and(
      convert_from(e.body, 'UTF8')::jsonb #>> '{after,journal,hash}' = encode(j.hash, 'hex')) as "isNamed"
  from engine.journal j left join audit.event e on e.chain = 'shard-${shard}'
    and (convert_from(e.body, 'UTF8')::jsonb #>> '{after,journal,sequence}')::bigint = j.sequence
  where j.shard = ${shard} group by 1 order by 1`;

describe('records made ahead of their batch', () => {
  it('are written as they would have been, each after the one before it, with what came after them', async () => {
    const { shard, journal, engine, open } = await aLedShard(own);
    const [first, second, third, fourth] = [0, 1, 2, 3].map(() => engine.order());
    if (!first || !second || !third || !fourth) throw new Error('No orders.');
    const onItsWay = journal.append([first]);
    await Promise.resolve();
    journal.prepare(second);
    journal.prepare(third);
    expect(await onItsWay).toEqual(DONE);
    expect(await journal.append([second, third, fourth])).toEqual(DONE);
    const read = await open().load();
    expect(read.sequence).toBe(5);
    expect(encodeSorted(read.state)).toBe(encodeSorted(engine.state));
    const named = await own.sql<{ sequence: number; isNamed: boolean }>(NAMED(shard));
    expect(named).toEqual([1, 2, 3, 4, 5].map((sequence) => ({ sequence, isNamed: true })));
  });

  it('are made anew when what they followed was refused, and when others come in their place', async () => {
    const { journal, engine, open } = await aLedShard(own);
    const { state, sequence } = engine;
    const refused = engine.order();
    const ahead = engine.order();
    const { record } = refused;
    const onItsWay = journal.append([
      { ...refused, record: { ...record, events: [...record.events, ...record.events] } },
    ]);
    await Promise.resolve();
    journal.prepare(ahead);
    expect(await onItsWay).toMatchObject({ ok: false, error: { code: 'Refused' } });
    engine.resume(state, sequence);
    const [instead, next] = [engine.order({ side: 'Sell' }), engine.order({ side: 'Sell' })];
    journal.prepare(engine.order());
    expect(await journal.append([instead, next])).toEqual(DONE);
    journal.prepare({ ...next, record: { ...next.record, sequence: next.record.sequence + 1 } });
    const last = engine.resume(next.after, next.record.sequence) ?? engine.order();
    expect(await journal.append([last])).toEqual(DONE);
    const read = await open().load();
    expect(encodeSorted(read.state)).toBe(encodeSorted(engine.state));
  });
});
