/** What differs and what is not known, as people are told of it, and who may take it up. */
import { aLedShard, anId, openTestDatabase } from '@ultrathink/db/testing';
import { systemClock } from '@ultrathink/runtime';
import { describe, expect, it } from 'vitest';
import { aDecidingFirm } from '../../testing/controls.ts';

const database = await openTestDatabase();
const world = await aDecidingFirm(database);
const { at, halden, osprey, firm, venueAccount } = world;
const { operations, otherOperations, finance, trader, clientTrader, stranger } = world;

const own = anId();
const house = anId();
const broken = (id: string, client: string | null) => ({
  type: 'BreakOpened' as const,
  break: {
    id,
    kind: 'BalanceDrift' as const,
    venueAccount,
    client: client as never,
    severity: 'High' as const,
    openedAt: systemClock.now(),
    subject: `BTC ${id.slice(-4)}`,
    ours: '2',
    theirs: '1.5',
    value: null,
    proposal: null,
  },
});

describe('breaks', () => {
  it('are listed for the firm with who sees to each, need nobody once they are closed, and are counted for the strip', async () => {
    const { journal, engine } = await aLedShard(database);
    await journal.append([engine.record([broken(own, halden.client), broken(house, null)])]);
    const caller = await at.as(operations, firm);
    const take = { ...at.key(), breakId: own, clientId: halden.client };
    await caller.portfolio.takeBreak(take);
    await (await at.as(finance, firm)).portfolio.takeBreak({ ...take, ...at.key() });
    const { breaks } = await caller.portfolio.listBreaks({});
    expect(breaks.map(({ id, owner, venue }) => [id, owner?.person.id ?? null, venue])).toEqual(
      expect.arrayContaining([
        [own, finance, 'kraken'],
        [house, null, 'kraken'],
      ]),
    );
    // Who is assigned to no client sees none of theirs; the house's closes a venue for everybody.
    expect((await (await at.as(trader, firm)).risk.getStrip()).breaks).toBe(1);
    expect(await caller.risk.getStrip()).toMatchObject({
      breaks: 2,
      unconfirmed: 0,
      mode: 'Paper',
    });
    const closed = { type: 'BreakClosed', breakId: house, at: systemClock.now(), how: 'Healed' };
    await journal.append([engine.record([closed as never])]);
    const asked = caller.portfolio.takeBreak({ ...at.key(), breakId: house, clientId: null });
    await expect(asked).rejects.toMatchObject({ publicCode: 'Conflict' });
    const after = await caller.portfolio.listBreaks({ show: 'Closed' });
    expect(after.breaks).toMatchObject([{ id: house, how: 'Healed' }]);
  });

  it('ASVS 8.2.2 are not for clients, and nobody takes up one by naming another client', async () => {
    for (const [person, client] of [
      [clientTrader, halden],
      [stranger, osprey],
    ] as const) {
      const caller = await at.as(person, client);
      await expect(caller.portfolio.listBreaks({})).rejects.toMatchObject({
        publicCode: 'Forbidden',
      });
      await expect(caller.risk.getStrip()).rejects.toMatchObject({ publicCode: 'NotFound' });
    }
    const caller = await at.as(otherOperations, firm);
    for (const clientId of [osprey.client, null]) {
      const asked = caller.portfolio.takeBreak({ ...at.key(), breakId: own, clientId });
      await expect(asked).rejects.toMatchObject({ publicCode: 'NotFound' });
    }
    const desk = await at.as(trader, firm);
    const asked = desk.portfolio.takeBreak({
      ...at.key(),
      breakId: own,
      clientId: halden.client,
    });
    await expect(asked).rejects.toMatchObject({ publicCode: 'Forbidden' });
  });
});

describe('a question to a venue', () => {
  it('ASVS 8.2.1 is asked by the desk and those who run the platform alone', async () => {
    const caller = await at.as(clientTrader, halden);
    const asked = caller.trading.compareVenue({ ...at.key(), venueAccountId: venueAccount });
    await expect(asked).rejects.toMatchObject({
      publicCode: expect.stringMatching(/NotFound|Forbidden/),
    });
  });

  it('without an engine says so, and that nothing is known of now', async () => {
    const caller = await at.as(operations, firm);
    const asked = caller.trading.compareVenue({ ...at.key(), venueAccountId: venueAccount });
    await expect(asked).rejects.toMatchObject({ publicCode: 'EngineAway' });
    const { isLive, accounts } = await caller.trading.listStandings();
    expect([isLive, accounts]).toMatchObject([false, [{ id: venueAccount, standing: null }]]);
  });
});
