/** A door without an engine: the real ring of notices, filled by hand. */
import { type Notice, NoticeRing, type RingEntry, type Shard } from '@ultrathink/domain/engine';
import { err, ok, type ProcessId } from '@ultrathink/domain/kernel';
import { createSystemIds, systemClock } from '@ultrathink/runtime';
import type {
  Accepted,
  CommandToSend,
  DoorClient,
  DoorListener,
  DoorState,
} from '../src/engine/door-client.ts';

const ids = createSystemIds();

interface Held extends RingEntry {
  readonly notice: Notice;
}

export interface MemoryDoor extends DoorClient {
  /** Publishes one more notice: this one, or one keyed by its number. */
  publish(notice?: ToPublish): void;
  setState(kind: DoorState['kind']): void;
  readonly listeners: number;
}

type ToPublish = Pick<Notice, 'clientId' | 'key' | 'body'>;

/** @param answers what an engine would say; without it there is no engine */
export function memoryDoor(
  entries: number,
  answers?: (body: CommandToSend['body']) => Accepted,
): MemoryDoor {
  const shard: Shard = 0;
  const run = ids.next<ProcessId>();
  const ring = new NoticeRing<Held>({ run, sequence: 0 }, { entries, bytes: 1e9 });
  const readers = new Set<{ place: { run: ProcessId; sequence: number }; hear: DoorListener }>();
  let state: DoorState = { kind: 'Connected', since: systemClock.now() };

  const drain = (reader: { place: { run: ProcessId; sequence: number }; hear: DoorListener }) => {
    while (readers.has(reader)) {
      const next = ring.next(reader.place);
      if (next.kind === 'UpToDate') return;
      if (next.kind === 'Entry') {
        reader.place = { run, sequence: next.entry.sequence };
        reader.hear({ kind: 'Notice', notice: next.entry.notice });
      } else {
        reader.place = ring.latest;
        reader.hear({ kind: 'Resync', reason: next.reason, latest: { shard, ...ring.latest } });
      }
    }
  };
  return {
    shard,
    get listeners() {
      return readers.size;
    },
    publish(given) {
      const sequence = ring.latest.sequence + 1;
      const told = given ?? bodyOf(sequence);
      const notice = { type: 'notice', shard, run, sequence, ...told } as const;
      ring.append({ sequence, sizeBytes: 100, conflationKey: null, notice });
      for (const reader of readers) drain(reader);
    },
    setState(kind) {
      state = { kind, since: systemClock.now() };
      for (const { hear } of readers) hear({ kind: 'State', state });
    },
    request: ({ body }) =>
      Promise.resolve(
        answers === undefined ? err({ code: 'NoEngine', since: state.since }) : ok(answers(body)),
      ),
    subscribe(since, hear) {
      const reader = { place: since ?? ring.latest, hear };
      readers.add(reader);
      hear({ kind: 'State', state });
      drain(reader);
      return { close: () => readers.delete(reader) };
    },
    state: () => state,
    latest: () => ({ shard, ...ring.latest }),
    close: () => readers.clear(),
  };
}

function bodyOf(sequence: number): ToPublish {
  const payload = {
    kind: 'engine',
    processId: ids.next<ProcessId>(),
    pid: 1,
    at: systemClock.now(),
    uptimeMs: sequence,
    rssBytes: 1,
    heapUsedBytes: 1,
    heapTotalBytes: 1,
    loopDelayP50Ms: 0,
    loopDelayP99Ms: 0,
    loopDelayMaxMs: 0,
    cpuShare: 0,
    noticesSent: 0,
    doorConnections: 0,
  } as const;
  const body = { topic: 'operations.process-metrics', payload } as const;
  return { clientId: null, key: String(sequence), body };
}
