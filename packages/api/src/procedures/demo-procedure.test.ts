import { isTrackedEnvelope } from '@trpc/server';
import type { CorrelationId, ProcessId } from '@ultrathink/domain/kernel';
import { createSystemIds, type Deployment, silentLog, systemClock } from '@ultrathink/runtime';
import { describe, expect, it } from 'vitest';
import { memoryDoor } from '../../testing/memory-door.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Peer } from '../guard/peer.ts';
import { LiveStreams, MAX_STREAMS } from '../live/streams.ts';
import { appRouter } from '../root.ts';

const ids = createSystemIds();

function contextOf(deployment: Deployment, peer: Peer) {
  const door = memoryDoor(100);
  const streams = new LiveStreams();
  const services = {
    deployment,
    processId: ids.next<ProcessId>(),
    log: silentLog,
    clock: systemClock,
    ids,
    staffDatabase: () => Promise.reject(new Refusal('DatabaseAway')),
    door,
    streams,
  };
  const context: Context = { services, peer, correlationId: ids.next<CorrelationId>() };
  return { context, door, streams };
}

type Call = (input?: unknown) => Promise<unknown>;

/** Every procedure, called as it stands in the router. */
function callsOf(context: Context): [string, Call][] {
  const caller = appRouter.createCaller(context);
  return Object.keys(appRouter._def.procedures).map((path) => {
    const call = path
      .split('.')
      .reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], caller);
    return [path, call as Call];
  });
}

describe('ASVS 8.2.1 every procedure behind the gate', () => {
  const shut = [
    ['DEMO', 'Elsewhere', 'Forbidden'],
    ['PRODUCTION', 'ThisMachine', 'NotFound'],
    ['PRODUCTION', 'Elsewhere', 'NotFound'],
  ] as const;

  it.each(shut)(
    'in %s for %s refuses before it reads its input',
    async (deployment, peer, code) => {
      const calls = callsOf(contextOf(deployment, peer).context);
      expect(calls.length).toBeGreaterThan(3);
      for (const [path, call] of calls) {
        await expect(call({ nonsense: 1 }), path).rejects.toMatchObject({ publicCode: code });
      }
    },
  );
});

it('a ping without an engine is refused at once, with proof that nothing was sent', async () => {
  const { context } = contextOf('DEMO', 'ThisMachine');
  const ping = appRouter
    .createCaller(context)
    .operations.pingEngine({ idempotencyKey: ids.next() });
  await expect(ping).rejects.toMatchObject({ publicCode: 'EngineAway' });
});

it('health is told without a database: what is known, and what is not', async () => {
  const { context, door } = contextOf('DEMO', 'ThisMachine');
  door.setState('Reconnecting');
  const health = await appRouter.createCaller(context).operations.getPlatformHealth();
  expect(health.state).toBe('Down');
  expect(health.checks.map(({ name, state }) => [name, state])).toEqual([
    ['engine', 'Down'],
    ['database', 'Down'],
    ['jobs', 'Unknown'],
  ]);
});

describe('the live stream', () => {
  async function open(controller: AbortController) {
    const made = contextOf('DEMO', 'ThisMachine');
    const caller = appRouter.createCaller(made.context, { signal: controller.signal });
    const stream = await caller.live({ topics: ['operations.process-metrics'] });
    return { ...made, stream: stream[Symbol.asyncIterator]() };
  }

  it('begins with a beat, brings notices with the place they stand at, and leaves no trace', async () => {
    const ended = new AbortController();
    const { stream, door, streams } = await open(ended);
    expect((await stream.next()).value).toMatchObject({ kind: 'Beat', engine: 'Connected' });
    door.publish();
    const { value } = await stream.next();
    expect(isTrackedEnvelope(value)).toBe(true);
    const [place, message] = value as unknown as readonly [string, unknown];
    expect(place).toMatch(/^0\..+\.1$/);
    expect(message).toMatchObject({ kind: 'Notice', key: '1' });
    ended.abort();
    expect((await stream.next()).done).toBe(true);
    expect([door.listeners, streams.count]).toEqual([0, 0]);
  });

  it('says at once when the engine goes', async () => {
    const ended = new AbortController();
    const { stream, door } = await open(ended);
    await stream.next();
    door.setState('Reconnecting');
    expect((await stream.next()).value).toMatchObject({ kind: 'Beat', engine: 'Reconnecting' });
    ended.abort();
  });

  it('that was never read counts no more once its request has ended', async () => {
    const ended = new AbortController();
    const { streams, door } = await open(ended);
    expect(streams.count).toBe(1);
    ended.abort();
    expect([door.listeners, streams.count]).toEqual([0, 0]);
  });

  it('is refused beyond the number that may be open, and when the process stops', async () => {
    const { context, streams } = contextOf('DEMO', 'ThisMachine');
    const opened = Array.from({ length: MAX_STREAMS }, () => streams.open(undefined));
    const caller = appRouter.createCaller(context);
    const ask = () => caller.live({ topics: ['operations.process-metrics'] });
    await expect(ask()).rejects.toMatchObject({ publicCode: 'TooMany' });
    opened[0]?.close();
    await expect(ask()).resolves.toBeDefined();
    streams.closeAll();
    await expect(ask()).rejects.toMatchObject({ publicCode: 'TooMany' });
  });
});
