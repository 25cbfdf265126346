/**
 * The bounds of the engine's door. Both sides know them, and each side enforces its own: nothing
 * in the door may grow without one of these saying where it ends.
 */

/** Raised whenever a message changes its meaning or shape; a peer of another version is refused. */
export const DOOR_VERSION = 3;

/** Largest frame either side takes; one byte more closes the connection. */
export const MAX_FRAME_BYTES = 256 * 1024;

/** Largest notice an engine publishes, so that the ring has a bound in bytes too. */
export const MAX_NOTICE_BYTES = 16 * 1024;

/** A peer that has not said hello by then is refused. */
export const HANDSHAKE_DEADLINE_MS = 2_000;

/** Each side says it lives this often... */
export const HEARTBEAT_EVERY_MS = 1_000;

/** ...and takes the other for dead after this long without a byte. */
export const SILENCE_LIMIT_MS = 4_000;

/** Web processes per engine. */
export const MAX_CONNECTIONS = 32;

/** Commands of one connection that have no decision yet, or whose decision is not yet read. */
export const MAX_COMMANDS_IN_FLIGHT = 256;

/** Longest deadline a command may carry. */
export const MAX_COMMAND_DEADLINE_MS = 30_000;

/**
 * Notices kept per shard for readers that are slow or come back, in engine and web alike: of 3,000 a
 * second, which is about what 1,000 order events bring with them, as long as a browser takes to find
 * its line dead and to come back.
 */
export const RING_NOTICES = 30_000;
export const RING_BYTES = 64 * 1024 * 1024;

/** Bytes handed to the operating system and not yet taken by the reader, before we hold back. */
export const SOCKET_HIGH_WATER_BYTES = 256 * 1024;

/** A reader that takes nothing for this long is cut off. */
export const STALLED_READER_LIMIT_MS = 30_000;
