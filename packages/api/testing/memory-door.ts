/** A door without an engine: the real ring of notices and its readers, filled by hand. */
import { type Notice, readFromEngine, type Shard } from '@ultrathink/domain/engine';
import { err, invariant, ok, type ProcessId } from '@ultrathink/domain/kernel';
import { createSystemIds, systemClock } from '@ultrathink/runtime';
import type { Accepted, CommandToSend, DoorClient, DoorState } from '../src/engine/door-client.ts';
import { type CheckedNotice, NoticeReaders } from '../src/engine/notice-readers.ts';

const ids = createSystemIds();

export interface MemoryDoor extends DoorClient {
  /** Publishes one more notice: this one, or one keyed by its number, as if of so many bytes. */
  publish(notice?: ToPublish, sizeBytes?: number): void;
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
  const readers = new NoticeReaders(shard, { entries, bytes: 1e9 }, (error) => {
    throw error;
  });
  readers.restart({ run, sequence: 0 });
  let state: DoorState = { kind: 'Connected', since: systemClock.now() };

  return {
    shard,
    get listeners() {
      return readers.count;
    },
    publish(given, sizeBytes = 100) {
      const sequence = (readers.latest?.sequence ?? 0) + 1;
      const told = given ?? bodyOf(sequence);
      readers.append(checked({ type: 'notice', shard, run, sequence, ...told }), sizeBytes);
    },
    setState(kind) {
      state = { kind, since: systemClock.now() };
      readers.wakeAll();
    },
    request: ({ body }) =>
      Promise.resolve(
        answers === undefined ? err({ code: 'NoEngine', since: state.since }) : ok(answers(body)),
      ),
    subscribe: (since, listener) => readers.open(since, listener),
    state: () => state,
    latest: () => (readers.latest === null ? null : { shard, ...readers.latest }),
    close: () => readers.closeAll(),
  };
}

/** As it comes in by a real door: nothing else gets into the ring. */
function checked(notice: Notice): CheckedNotice {
  const read = readFromEngine(JSON.stringify(notice));
  invariant(read.ok && read.value.type === 'notice', 'A notice that no engine may send.');
  return read.value;
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
