import { MAX_FRAME_BYTES } from '@ultrathink/domain/engine';
import { addMs } from '@ultrathink/domain/kernel';
import { systemClock } from '@ultrathink/runtime';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { aDoor, publish, type TestDoor } from '../../testing/open-door.ts';
import { aHello, aPing, enter, heartbeat, knock } from '../../testing/peer.ts';

// Bounds for a busy machine; nothing here waits for as long.
vi.setConfig({ testTimeout: 30_000 });
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });

const open: TestDoor[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((door) => door.close()));
});

async function opened(...args: Parameters<typeof aDoor>): Promise<TestDoor> {
  const door = await aDoor(...args);
  open.push(door);
  return door;
}

const fault = (code: string) => (frame: { type: string; code?: string }) =>
  frame.type === 'fault' && frame.code === code;

async function faultsCounted(door: TestDoor, code: string): Promise<string> {
  const text = await door.registry.metrics();
  return text.split('\n').find((line) => line.includes(`code="${code}"`)) ?? '';
}

describe('the handshake', () => {
  it('answers a hello with where the shard stands', async () => {
    const { path, relay } = await opened();
    publish(relay);
    const peer = await enter(path);
    expect(peer.frames[0]).toMatchObject({ type: 'welcome', shard: 0, latest: relay.latest });
  });

  it.each([
    ['another version', aHello({ version: 4 }), 'WrongVersion', /version 3 .* version 4/],
    ['another shard', aHello({ shard: 7 }), 'WrongShard', /shard 0, not shard 7/],
    ['a command first', aPing(), 'HandshakeExpected', /first frame is a hello/],
    ['no JSON', 'hello', 'HandshakeExpected', /first frame is a hello/],
    ['a hello with more than it may say', { ...aHello(), admin: true }, 'Malformed', /admin/],
  ])('refuses %s with a sentence, and closes', async (_what, first, code, sentence) => {
    const door = await opened();
    const peer = await knock(door.path);
    peer.send(first);
    expect(await peer.heard(fault(code))).toMatchObject({
      sentence: expect.stringMatching(sentence),
    });
    await peer.closed;
    expect(await faultsCounted(door, code)).toMatch(/ 1$/);
    expect(door.door.connections).toBe(0);
  });

  it('refuses a peer that connects and says nothing', async () => {
    const { path } = await opened({ handshakeMs: 50 });
    const peer = await knock(path);
    await peer.heard(fault('HandshakeTooSlow'));
    await peer.closed;
  });

  it('refuses one connection more than it has room for, and keeps the others', async () => {
    const { path } = await opened({ connections: 1 });
    const first = await enter(path);
    const second = await knock(path);
    await second.heard(fault('TooManyConnections'));
    await second.closed;
    first.send(aPing());
    await first.heard(({ type }) => type === 'decision');
  });
});

describe('a command', () => {
  it('is answered with its own id, its echo, and where it was decided', async () => {
    const { path, relay } = await opened();
    const peer = await enter(path);
    const ping = aPing({ echo: 'grüße' });
    peer.send(ping);
    expect(await peer.heard(({ type }) => type === 'decision')).toMatchObject({
      commandId: ping.commandId,
      outcome: {
        kind: 'Accepted',
        result: { echo: 'grüße', shard: 0, pid: process.pid, sequence: relay.latest.sequence },
      },
    });
  });

  it('is not carried out when its asker no longer waits, and the refusal is the proof', async () => {
    const { path } = await opened();
    const peer = await enter(path);
    peer.send(aPing({ deadlineMs: 100, sentAt: addMs(systemClock.now(), -500) }));
    expect(await peer.heard(({ type }) => type === 'decision')).toMatchObject({
      outcome: { kind: 'Refused', refusal: { code: 'DeadlinePassed', limitMs: 100 } },
    });
  });

  it('that breaks the contract ends its connection and no other', async () => {
    const { path } = await opened();
    const [bad, good] = [await enter(path), await enter(path)];
    bad.send({ ...aPing(), body: { name: 'transfer' } });
    await bad.heard(fault('Malformed'));
    await bad.closed;
    good.send(aPing());
    await good.heard(({ type }) => type === 'decision');
  });

  it('in an oversize frame ends its connection with code 1009, is logged and counted', async () => {
    const door = await opened();
    const [bad, good] = [await enter(door.path), await enter(door.path)];
    bad.send('x'.repeat(MAX_FRAME_BYTES + 1));
    expect(await bad.closed).toBe(1009);
    expect(door.lines.join('')).toContain('"fault":"TooLarge"');
    expect(await faultsCounted(door, 'TooLarge')).toMatch(/ 1$/);
    good.send(aPing());
    await good.heard(({ type }) => type === 'decision');
  });

  it('of the largest size that is allowed is still read', async () => {
    const { path } = await opened();
    const peer = await enter(path);
    const ping = { ...aPing(), actor: { padding: '' } };
    ping.actor.padding = 'x'.repeat(MAX_FRAME_BYTES - JSON.stringify(ping).length);
    peer.send(ping);
    await peer.heard(({ type }) => type === 'decision');
  });

  it('beyond what a peer may leave unread is refused, and then the peer is cut off', async () => {
    // A peer that sends and never reads: the kernel's buffers fill, then the decisions wait here.
    const door = await opened({ commandsInFlight: 20 });
    const peer = await enter(door.path);
    peer.socket.pause();
    for (let i = 0; i < 4_000; i += 1) peer.send(aPing({ echo: 'x'.repeat(1_000) }));
    await eventually(() => faultsCounted(door, 'TooManyInFlight')).toMatch(/ 1$/);
    peer.socket.resume();
    await peer.closed;
    const refused = peer.frames.filter((frame) =>
      JSON.stringify(frame).includes('TooManyInFlight'),
    );
    expect(refused.length).toBeLessThanOrEqual(21);
  });
});

describe('a reader', () => {
  it('hears each notice published after it came, in order', async () => {
    const { path, relay } = await opened();
    publish(relay, 'before');
    const peer = await enter(path);
    publish(relay, 'a');
    publish(relay, 'b');
    await peer.heard((frame) => frame.type === 'notice' && frame.key === 'b');
    const keys = peer.frames.flatMap((frame) => (frame.type === 'notice' ? [frame.key] : []));
    expect(keys).toEqual(['a', 'b']);
  });

  it('that comes back hears what it missed, and of each conflated key only the newest', async () => {
    const { path, relay } = await opened();
    const since = relay.latest;
    for (let pid = 1; pid <= 100; pid += 1) publish(relay, 'a', pid);
    publish(relay, 'b');
    const peer = await enter(path, since);
    await peer.heard((frame) => frame.type === 'notice' && frame.key === 'b');
    const told = peer.frames.flatMap((frame) => (frame.type === 'notice' ? [frame.sequence] : []));
    expect(told).toEqual([100, 101]);
  });

  it('that was away longer than the ring reaches is told to read again, then goes on', async () => {
    const { path, relay } = await opened({ ring: { entries: 3, bytes: 1e6 } });
    const since = relay.latest;
    for (const key of ['a', 'b', 'c', 'd']) publish(relay, key);
    const peer = await enter(path, since);
    const resync = await peer.heard(({ type }) => type === 'resync');
    expect(resync).toMatchObject({ reason: 'BeyondRing', latest: { sequence: 4 } });
    publish(relay, 'e');
    await peer.heard((frame) => frame.type === 'notice' && frame.sequence === 5);
    expect(peer.frames.filter(({ type }) => type === 'notice')).toHaveLength(1);
  });

  it('of another run of the engine is told to read again', async () => {
    const { path } = await opened();
    const other = await opened();
    const peer = await enter(path, other.relay.latest);
    expect(await peer.heard(({ type }) => type === 'resync')).toMatchObject({ reason: 'NewRun' });
  });

  it('that does not read costs bounded memory, delays nobody, and is told to read again', async () => {
    const entries = 100;
    const { path, relay } = await opened({ ring: { entries, bytes: 1e9 }, silenceMs: 60_000 });
    const [slow, quick] = [await enter(path), await enter(path)];
    slow.socket.pause();
    const count = 20_000;
    // In turns of the event loop, as they come in life, so that the quick reader can read.
    for (let i = 1; i <= count; i += 1) {
      publish(relay, `key ${i}`);
      if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await quick.heard((frame) => frame.type === 'notice' && frame.sequence === count);
    expect(quick.frames.filter(({ type }) => type === 'notice')).toHaveLength(count);

    slow.socket.resume();
    const resync = await slow.heard(({ type }) => type === 'resync');
    expect(resync).toMatchObject({ reason: 'SlowReader', latest: { sequence: count } });
    const told = slow.frames.filter(({ type }) => type === 'notice').length;
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(count / 2);
    publish(relay, 'after');
    await slow.heard((frame) => frame.type === 'notice' && frame.key === 'after');
  });

  it('that takes nothing for too long is cut off', async () => {
    const door = await opened({ heartbeatMs: 20, silenceMs: 60_000, stalledMs: 200 });
    const peer = await enter(door.path);
    peer.socket.pause();
    for (let i = 0; i < 5_000; i += 1) publish(door.relay, `key ${i}`);
    await eventually(() => faultsCounted(door, 'ReaderStalled')).toMatch(/ 1$/);
    expect(door.door.connections).toBe(0);
  });
});

describe('heartbeats', () => {
  it('come by themselves', async () => {
    const { path } = await opened({ heartbeatMs: 20 });
    const peer = await enter(path);
    await peer.heard(({ type }) => type === 'heartbeat');
  });

  it('missing from a peer end its connection; sent, they keep it', async () => {
    const { path } = await opened({ heartbeatMs: 20, silenceMs: 150 });
    const [silent, living] = [await enter(path), await enter(path)];
    const beating = setInterval(() => living.send(heartbeat()), 20);
    await silent.heard(fault('PeerSilent'));
    await silent.closed;
    living.send(aPing());
    await living.heard(({ type }) => type === 'decision');
    clearInterval(beating);
  });
});

it('says that it is stopping before it closes', async () => {
  const door = await opened();
  const peer = await enter(door.path);
  await door.close();
  expect(peer.frames.at(-1)).toMatchObject({ type: 'fault', code: 'Stopping' });
  await expect(knock(door.path)).rejects.toThrow();
});
