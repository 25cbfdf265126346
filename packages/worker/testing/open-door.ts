/** A door on a fresh path of its own, with what stands behind it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessId } from '@ultrathink/domain/kernel';
import { createLog, createRegistry, createSystemIds, systemClock } from '@ultrathink/runtime';
import type { Registry } from 'prom-client';
import { Callers } from '../src/engine/callers.ts';
import { createDecide } from '../src/engine/commands.ts';
import { type Door, openDoor } from '../src/engine/door.ts';
import { DOOR_LIMITS, type DoorLimits } from '../src/engine/door-limits.ts';
import { Relay } from '../src/engine/relay.ts';
import { answerWithoutVenues } from '../src/market-data/no-markets.ts';

export interface TestDoor {
  readonly path: string;
  readonly door: Door;
  readonly relay: Relay;
  readonly registry: Registry;
  readonly lines: string[];
  readonly lost: Promise<void>;
  close(): Promise<void>;
}

export async function aDoor(
  limits: Partial<DoorLimits> = {},
  at?: { readonly path: string },
): Promise<TestDoor> {
  const folder = at === undefined ? await mkdtemp(join(tmpdir(), 'door-')) : undefined;
  const path = at?.path ?? join(folder ?? '', 'engine.sock');
  const processId = createSystemIds().next<ProcessId>();
  const bounds = { ...DOOR_LIMITS, ...limits };
  const relay = new Relay(0, processId, bounds.ring);
  const registry = createRegistry('engine');
  const lines: string[] = [];
  const lost = Promise.withResolvers<void>();
  const door = await openDoor({
    path,
    relay,
    decide: createDecide({
      relay,
      processId,
      clock: systemClock,
      answerMarket: (question) => answerWithoutVenues(question, systemClock.now()),
      callers: new Callers(),
      nudge: () => undefined,
      standings: () => [],
    }),
    processId,
    clock: systemClock,
    log: createLog({ level: 'trace', stream: { write: (line) => lines.push(line) } }),
    registry,
    limits: bounds,
    onLost: lost.resolve,
  });
  return {
    path,
    door,
    relay,
    registry,
    lines,
    lost: lost.promise,
    async close() {
      await door.close();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A notice of a topic that exists; each key stands for a process of its own. */
export function publish(relay: Relay, key = 'some process', pid = 1): void {
  const processId = createSystemIds().next<ProcessId>();
  relay.publish({
    key,
    clientId: null,
    body: {
      topic: 'operations.process-metrics',
      payload: {
        kind: 'engine',
        processId,
        pid,
        at: systemClock.now(),
        uptimeMs: 0,
        rssBytes: 0,
        heapUsedBytes: 0,
        heapTotalBytes: 0,
        loopDelayP50Ms: 0,
        loopDelayP99Ms: 0,
        loopDelayMaxMs: 0,
        cpuShare: 0,
        noticesSent: 0,
        doorConnections: 0,
      },
    },
  });
}
