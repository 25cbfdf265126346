import { afterEach, describe, expect, it } from 'vitest';
import type { Evidence } from '../contract/answer.ts';
import { createAddressBudget } from './index.ts';
import { answer, clock, closeAll, lineTo, request, serverThat } from './line-rig.ts';
import { virtualTime } from './virtual-time.ts';

afterEach(closeAll);

describe('What a line refuses to send', () => {
  it('to an address that is not its own, at a cost it has no budget for, or unsigned', async () => {
    const { origin, requests } = await serverThat((socket) => socket.write(answer('1')));
    const line = lineTo(origin, { secrets: { headers: [], parameters: [], values: ['s3cr3t'] } });
    const elsewhere = () =>
      ({ method: 'GET', url: 'https://other.test/', headers: {}, body: null }) as const;
    const broken = () => {
      throw new Error('cannot sign with s3cr3t');
    };
    const badHeader = () =>
      ({ method: 'GET', url: origin, headers: { 'a b': 'c' }, body: null }) as const;
    for (const more of [
      { sign: elsewhere },
      { sign: broken },
      { sign: badHeader },
      { cost: { gold: 1 } },
    ]) {
      const result = await line.call(request(origin, more));
      expect(result).toMatchObject({ kind: 'NotSent', why: { code: 'NotSupported' } });
      expect(JSON.stringify(result)).not.toContain('s3cr3t');
    }
    expect(requests).toEqual([]);
  });

  it('what was taken back while it waited for its turn, or for its connection', async () => {
    let answerFirst: () => void = () => undefined;
    const { origin, requests } = await serverThat((socket, _text, nth) => {
      if (nth === 1) answerFirst = () => socket.write(answer('1'));
      else socket.write(answer('1'));
    });
    const line = lineTo(origin, { mostInFlight: 1 });
    const running = line.call(request(origin));
    let isStill = true;
    const waiting = line.call(request(origin, { isWanted: () => isStill }));
    const after = line.call(request(origin, { isWanted: () => true }));
    // Wanted when its turn comes, and no more when its connection is there.
    let asked = 0;
    const late = line.call(request(origin, { isWanted: () => ++asked < 2 }));
    while (requests.length === 0) await new Promise(setImmediate);
    isStill = false;
    answerFirst();
    expect(await running).toMatchObject({ kind: 'Answered' });
    const unwanted = { kind: 'NotSent', why: { code: 'NoLongerWanted' } };
    expect(await waiting).toMatchObject(unwanted);
    expect(await after).toMatchObject({ kind: 'Answered' });
    expect(await late).toMatchObject(unwanted);
    expect(requests).toHaveLength(2);
    expect(line.health().breaker.state).toBe('Closed');
  });

  it('anything after it was closed, while what was on its way stays without an answer', async () => {
    let arrived: () => void = () => undefined;
    const hasArrived = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const { origin } = await serverThat(() => arrived());
    const line = lineTo(origin, { mostInFlight: 1 });
    const running = line.call(request(origin));
    const waiting = line.call(request(origin));
    await hasArrived;
    await line.close();
    expect(await running).toMatchObject({ kind: 'NoAnswer', fault: 'ConnectionLost' });
    expect(await waiting).toMatchObject({ kind: 'NotSent', why: { code: 'VenueClosed' } });
    expect(await line.call(request(origin))).toMatchObject({ kind: 'NotSent' });
  });
});

describe('What a line has learned from the venue', () => {
  const cancel = { operation: 'order.cancel' } as const;
  const question = { operation: 'time' } as const;

  it('A7-15 a 418 ends all calls for its Retry-After, cancels too, from every line of the address', async () => {
    const { origin, requests } = await serverThat((socket, _text, nth) => {
      socket.write(
        nth === 1 ? answer('slow down', "418 I'm a teapot", 'Retry-After: 120\r\n') : answer('1'),
      );
    });
    const address = createAddressBudget({ clock, budgets: {} });
    const [line, other] = [lineTo(origin, { address }), lineTo(origin, { address })];
    expect(await line.call(request(origin))).toMatchObject({ kind: 'Answered', status: 418 });
    const banned = { kind: 'NotSent', why: { code: 'CircuitOpen', reason: 'Banned' } };
    expect(await line.call(request(origin, cancel))).toMatchObject(banned);
    expect(await other.call(request(origin, cancel))).toMatchObject(banned);
    expect(line.health().breaker).toMatchObject({ state: 'Open', reason: 'Banned' });
    expect(requests).toHaveLength(1);
  });

  it('A7-15 a 429 ends all calls of its key, and those of the address when the adapter says so', async () => {
    const { origin } = await serverThat((socket) =>
      socket.write(answer('', '429 Too Many Requests', 'Retry-After: 60\r\n')),
    );
    const address = createAddressBudget({ clock, budgets: {} });
    const [line, other] = [lineTo(origin, { address }), lineTo(origin, { address })];
    await line.call(request(origin));
    const limited = { kind: 'NotSent', why: { code: 'CircuitOpen', reason: 'RateLimited' } };
    expect(await line.call(request(origin, cancel))).toMatchObject(limited);
    expect(other.health().breaker.state).toBe('Closed');
    line.feedback({ pauseMs: 60_000, reason: 'RateLimited' });
    expect(await other.call(request(origin, cancel))).toMatchObject(limited);
  });

  it('a question may be answered in less bytes, an act is not asked to be', async () => {
    const { origin, requests } = await serverThat((socket) => socket.write(answer('1')));
    const line = lineTo(origin);
    await line.call(request(origin, question));
    await line.call(request(origin));
    expect(requests.map((text) => /accept-encoding: gzip/i.test(text))).toEqual([true, false]);
  });

  it('a pause of one key leaves the other keys of the address alone', async () => {
    const { origin } = await serverThat((socket) => socket.write(answer('1')));
    const address = createAddressBudget({ clock, budgets: {} });
    const [line, other] = [lineTo(origin, { address }), lineTo(origin, { address })];
    line.feedback({ pauseMs: 60_000, reason: 'RateLimited', scope: 'Key' });
    expect(await line.call(request(origin, cancel))).toMatchObject({ kind: 'NotSent' });
    expect(await other.call(request(origin))).toMatchObject({ kind: 'Answered' });
  });

  it('A7-16 5xx in a row close it to orders and questions, a cancel goes through and heals it', async () => {
    let isSick = true;
    const { origin } = await serverThat((socket) =>
      socket.write(isSick ? answer('', '502 Bad Gateway') : answer('1')),
    );
    const line = lineTo(origin, { limits: { faultsToOpen: 2, openMs: 60_000 } });
    for (let nth = 0; nth < 2; nth += 1) await line.call(request(origin));
    const open = { kind: 'NotSent', why: { code: 'CircuitOpen', reason: 'Faults' } };
    expect(await line.call(request(origin))).toMatchObject(open);
    expect(await line.call(request(origin, question))).toMatchObject(open);
    isSick = false;
    expect(await line.call(request(origin, cancel))).toMatchObject({ kind: 'Answered' });
    expect(await line.call(request(origin))).toMatchObject({ kind: 'Answered', status: 200 });
  });

  it('A7-17 half open it asks to be tried, and one question that is answered opens it to orders', async () => {
    const { origin } = await serverThat((socket) => socket.write(answer('1')));
    let wanted: () => void = () => undefined;
    const isWanted = new Promise<void>((resolve) => {
      wanted = resolve;
    });
    const line = lineTo(origin, { onHalfOpen: () => wanted() });
    line.feedback({ pauseMs: 20, reason: 'Maintenance' });
    await isWanted;
    expect(await line.call(request(origin))).toMatchObject({ kind: 'NotSent' });
    expect(await line.call(request(origin, question))).toMatchObject({ kind: 'Answered' });
    expect(await line.call(request(origin))).toMatchObject({ kind: 'Answered' });
  });

  it('does not ask to be tried before its time, though a timer fire early', async () => {
    const { origin } = await serverThat((socket) => socket.write(answer('1')));
    const { clock: now, timers, pass } = virtualTime();
    let asked = 0;
    const line = lineTo(origin, {
      clock: now,
      timers: { after: (ms, run) => timers.after(Math.max(1, ms - 1), run) },
      onHalfOpen: () => {
        asked += 1;
      },
    });
    line.feedback({ pauseMs: 100, reason: 'Maintenance' });
    pass(99);
    expect(asked).toBe(0);
    pass(1);
    expect(asked).toBe(1);
    expect(line.health().breaker.state).toBe('HalfOpen');
  });

  it('what the venue has counted leaves the less for us, in the budgets of key and address', async () => {
    const { origin } = await serverThat((socket) => socket.write(answer('1')));
    const rule = { kind: 'Window', capacity: 50, windowMs: 60_000, keptForCancels: 5 } as const;
    const address = createAddressBudget({ clock, budgets: { ip: rule } });
    const line = lineTo(origin, { address });
    line.feedback({ used: { ip: 49, weight: 0 } });
    expect(line.health().budgets['ip']).toEqual({ capacity: 50, left: 1 });
    const refused = await line.call(request(origin, { cost: { ip: 1, weight: 1 } }));
    expect(refused).toMatchObject({ kind: 'NotSent', why: { code: 'NoHeadroom' } });
    const canceled = await line.call(request(origin, { ...cancel, cost: { ip: 1, weight: 1 } }));
    expect(canceled).toMatchObject({ kind: 'Answered' });
  });
});

describe('What a line tells of itself', () => {
  it('each exchange once, with its secrets masked, and a listener that throws costs nothing', async () => {
    const { origin } = await serverThat((socket, _text, nth) => {
      if (nth === 1) socket.write(answer('your key is KEY-1'));
      else socket.destroy();
    });
    const kept: Evidence[] = [];
    const line = lineTo(origin, {
      secrets: { headers: ['X-Key'], parameters: ['sig'], values: ['KEY-1'] },
      onEvidence: (evidence) => {
        kept.push(evidence);
        throw new Error('no room');
      },
    });
    const sign = () =>
      ({
        method: 'POST',
        url: `${origin}/o?sig=abc`,
        headers: { 'X-Key': 'KEY-1' },
        body: null,
      }) as const;
    expect(await line.call(request(origin, { sign }))).toMatchObject({ kind: 'Answered' });
    expect(await line.call(request(origin, { sign }))).toMatchObject({ kind: 'NoAnswer' });
    expect(kept.map(({ response }) => response?.status ?? null)).toEqual([200, null]);
    expect(JSON.stringify(kept)).not.toMatch(/KEY-1|sig=abc/);
  });

  it('how long its answers took, what it has left, and its last faults', async () => {
    const { origin } = await serverThat((socket, _text, nth) => {
      if (nth < 3) socket.write(answer('1'));
      else socket.destroy();
    });
    const line = lineTo(origin);
    for (let nth = 0; nth < 3; nth += 1) await line.call(request(origin));
    const health = line.health();
    expect(health.counts).toEqual({ answered: 2, notSent: 0, noAnswer: 1 });
    expect(health.latencies['order.place']).toMatchObject({ count: 2 });
    expect(health.latencies['order.place']?.p50Ms).toBeGreaterThan(0);
    expect(health.breaker).toEqual({ state: 'Closed', reason: null, until: null });
    expect(health.budgets['weight']?.left).toBeLessThan(100);
    expect(health.lastFaults[0]?.text).toContain('order.place: ConnectionLost');
    expect(health).toMatchObject({ waiting: 0, inFlight: 0 });
  });
});
