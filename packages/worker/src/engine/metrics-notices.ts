/** Tells the engine's own process metrics, once a second, to whoever listens at the door. */
import type { ProcessMeter } from '@ultrathink/runtime';
import type { Door } from './door.ts';
import type { Relay } from './relay.ts';

const EVERY_MS = 1_000;

/** Gives back how to stop. */
export function publishProcessMetrics(parts: {
  readonly relay: Relay;
  readonly door: Pick<Door, 'connections'>;
  readonly meter: ProcessMeter;
}): () => void {
  const { relay, door, meter } = parts;
  const timer = setInterval(() => {
    const payload = meter.read({
      noticesSent: relay.published,
      doorConnections: door.connections,
    });
    const body = { topic: 'operations.process-metrics', payload } as const;
    relay.publish({ body, key: payload.processId, clientId: null });
  }, EVERY_MS);
  return () => clearInterval(timer);
}
