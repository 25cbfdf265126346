import {
  HANDSHAKE_DEADLINE_MS,
  HEARTBEAT_EVERY_MS,
  MAX_COMMANDS_IN_FLIGHT,
  MAX_CONNECTIONS,
  RING_BYTES,
  RING_NOTICES,
  type RingLimits,
  SILENCE_LIMIT_MS,
  SOCKET_HIGH_WATER_BYTES,
  STALLED_READER_LIMIT_MS,
} from '@ultrathink/domain/engine';

/** The door's bounds as one argument, so that a test need not wait half a minute for one. */
export interface DoorLimits {
  readonly connections: number;
  readonly commandsInFlight: number;
  readonly handshakeMs: number;
  readonly heartbeatMs: number;
  readonly silenceMs: number;
  readonly stalledMs: number;
  readonly highWaterBytes: number;
  readonly ring: RingLimits;
}

export const DOOR_LIMITS: DoorLimits = {
  connections: MAX_CONNECTIONS,
  commandsInFlight: MAX_COMMANDS_IN_FLIGHT,
  handshakeMs: HANDSHAKE_DEADLINE_MS,
  heartbeatMs: HEARTBEAT_EVERY_MS,
  silenceMs: SILENCE_LIMIT_MS,
  stalledMs: STALLED_READER_LIMIT_MS,
  highWaterBytes: SOCKET_HIGH_WATER_BYTES,
  ring: { entries: RING_NOTICES, bytes: RING_BYTES },
};
