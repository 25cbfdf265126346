/** Exit codes of every process of ours, after sysexits(3) where it has one. */
export const EXIT = {
  /** Stopped when asked, everything closed. */
  stopped: 0,
  /** A bug: something threw that nobody expected. */
  fault: 1,
  /** Called with words it does not know. */
  usage: 64,
  /** Something it needs is not there or refused: the database, the door, a port. */
  unavailable: 69,
  /** The environment is not as it has to be. */
  config: 78,
  /** Asked to stop, and not everything closed within the deadline. */
  stopDeadline: 124,
  /** Ended by a second SIGINT or SIGTERM without waiting any longer. */
  secondSignal: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * A process cannot start or go on, for a reason outside our code. Its message is one plain sentence
 * for whoever runs it, with what to do.
 */
export class StartRefusal extends Error {
  override readonly name = 'StartRefusal';
  readonly exitCode: ExitCode;

  constructor(sentence: string, exitCode: ExitCode = EXIT.unavailable, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.exitCode = exitCode;
  }
}
