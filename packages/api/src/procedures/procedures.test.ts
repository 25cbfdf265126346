import { isTrackedEnvelope } from '@trpc/server';
import type { FirmGrant, GrantId, OrganisationId, Role } from '@ultrathink/domain/access';
import type { IdempotencyKey, PersonId } from '@ultrathink/domain/kernel';
import { createSystemIds, systemClock } from '@ultrathink/runtime';
import { describe, expect, it } from 'vitest';
import { memoryDoor } from '../../testing/memory-door.ts';
import { aCaller, aContext, testServices } from '../../testing/services.ts';
import type { Caller } from '../auth/caller.ts';
import type { Context } from '../context.ts';
import { LiveStreams, MAX_STREAMS } from '../live/streams.ts';
import { appRouter } from '../root.ts';
import type { Meta } from './meta.ts';

const ids = createSystemIds();

function staff(role: Role): Caller {
  const person = ids.next<PersonId>();
  const organisation = { kind: 'Firm', id: ids.next<OrganisationId>() } as const;
  const grant = {
    id: ids.next<GrantId>(),
    person,
    organisation,
    role,
    clients: role === 'Administrator' ? [] : 'All',
    from: systemClock.now(),
    until: null,
    grantedBy: 'Installation',
  } as FirmGrant;
  return aCaller(person, organisation, [grant]);
}

function contextOf(caller: Caller | null) {
  const door = memoryDoor(100);
  const streams = new LiveStreams();
  const context = aContext(testServices(null, { door, streams }), { caller });
  return { context, door, streams };
}

interface Walked {
  readonly _def: { readonly meta: Meta };
}

type Call = (input?: unknown) => Promise<unknown>;

/** Every procedure, called as it stands in the router. */
function callsOf(context: Context): [string, Call][] {
  const caller = appRouter.createCaller(context);
  const all = Object.entries(appRouter._def.procedures) as unknown as [string, Walked][];
  const behind = all.filter(([, { _def }]) => !['public', 'demo'].includes(_def.meta.permission));
  return behind.map(([path]) => {
    const call = path
      .split('.')
      .reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], caller);
    return [path, call as Call];
  });
}

it('ASVS 8.2.1 nobody gets past a procedure without a session, whatever they send', async () => {
  const calls = callsOf(contextOf(null).context);
  expect(calls.length).toBeGreaterThan(3);
  for (const [path, call] of calls) {
    await expect(call({ nonsense: 1 }), path).rejects.toMatchObject({ publicCode: 'SignInNeeded' });
  }
});

it('ASVS 8.2.1 a role that may not is told who may, and nothing is done', async () => {
  const caller = appRouter.createCaller(contextOf(staff('Finance')).context);
  const ping = caller.operations.pingEngine({ idempotencyKey: ids.next<IdempotencyKey>() });
  await expect(ping).rejects.toMatchObject({
    publicCode: 'Forbidden',
    sentence:
      "Your role can't ping the engine. Operations officers and administrators can. Nothing was done.",
  });
});

it('health is told without a database: what is known, and what is not', async () => {
  const { context, door } = contextOf(staff('Operations'));
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
    const made = contextOf(staff('Operations'));
    const caller = appRouter.createCaller(made.context, { signal: controller.signal });
    const stream = await caller.live({ topics: ['operations.process-metrics'] });
    return { ...made, stream: stream[Symbol.asyncIterator]() };
  }

  async function next(stream: AsyncIterator<unknown>) {
    const { value } = await stream.next();
    expect(isTrackedEnvelope(value as never)).toBe(true);
    const [place, message] = value as readonly [string, unknown];
    return { place, message };
  }

  it('begins with a beat, brings notices with the place they stand at, and leaves no trace', async () => {
    const ended = new AbortController();
    const { stream, door, streams } = await open(ended);
    expect(await next(stream)).toMatchObject({ message: { kind: 'Beat', engine: 'Connected' } });
    door.publish();
    const { place, message } = await next(stream);
    expect(place).toMatch(/^0\..+\.1$/);
    expect(message).toMatchObject({ kind: 'Notices', notices: [{ key: '1' }] });
    ended.abort();
    expect((await stream.next()).done).toBe(true);
    expect([door.listeners, streams.count]).toEqual([0, 0]);
  });

  it('says at once when the engine goes', async () => {
    const ended = new AbortController();
    const { stream, door } = await open(ended);
    await stream.next();
    door.setState('Reconnecting');
    expect(await next(stream)).toMatchObject({ message: { kind: 'Beat', engine: 'Reconnecting' } });
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
    const { context, streams } = contextOf(staff('Operations'));
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
