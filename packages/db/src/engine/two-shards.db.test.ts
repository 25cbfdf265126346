/** Two shards on one database have nothing in common but what they share on purpose. */
import { encodeSorted } from '@ultrathink/domain/engine/core';
import { describe, expect, it } from 'vitest';
import { aLedShard, openTestDatabase } from '../../testing/index.ts';

const own = await openTestDatabase();
const LONG_MS = 60_000;

describe('two shards on one database', () => {
  it('write at once, each without a hole and none into the other’s journal or chain', async () => {
    const both = [await aLedShard(own), await aLedShard(own)] as const;
    const rounds = 12;
    await Promise.all(
      both.map(async ({ journal, engine }) => {
        for (let n = 0; n < rounds; n += 1) {
          expect(await journal.append([engine.order()])).toEqual({ ok: true, value: null });
        }
      }),
    );
    for (const { shard, open, engine } of both) {
      const loaded = await open().load();
      expect(loaded.sequence).toBe(rounds + 1);
      expect(encodeSorted(loaded.state)).toBe(encodeSorted(engine.state));
      const sealed = await own.sql<{ place: string; shard: string }>(
        `select sequence::text as place, convert_from(body, 'UTF8')::jsonb #>> '{after,journal,shard}' as shard
         from audit.event where chain = 'shard-${shard}' order by sequence`,
      );
      expect(sealed.length).toBeGreaterThan(rounds);
      expect(sealed.map(({ place }) => Number(place))).toEqual(sealed.map((_, n) => n + 1));
      expect(new Set(sealed.map((one) => one.shard))).toEqual(new Set([String(shard)]));
    }
  });

  it('A7-26 have a lease each: to take over one fences its own writer, and not the other', async () => {
    const [one, other] = [await aLedShard(own), await aLedShard(own)];
    const next = await one.leases.steal(one.shard, 'another', LONG_MS);
    expect(next.epoch).toBe(one.lease.epoch + 1);
    const fenced = await one.journal.append([one.engine.order()]);
    expect(fenced).toMatchObject({ ok: false, error: { code: 'Fenced' } });
    expect(await other.journal.append([other.engine.order()])).toEqual({ ok: true, value: null });
    expect(await other.leases.renew(other.lease, LONG_MS)).toMatchObject(other.lease);
  });

  it('know nothing of each other’s clients: an order for one of them is not found', async () => {
    const [one, other] = [await aLedShard(own), await aLedShard(own)];
    const asked = other.engine.order().record.input;
    const { effects, record } = one.engine.decide(asked);
    expect(effects.map((effect) => effect.kind === 'Answer' && effect.answer)).toEqual([
      { kind: 'Refused', refusal: { code: 'NotFound' } },
    ]);
    expect(record.events.map(({ type }) => type)).toEqual(['CommandTaken']);
  });
});
