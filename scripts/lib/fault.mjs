/**
 * Faults a person can do something about. A Fault carries what happened and what to do, both as
 * plain sentences; anything else that is thrown is a bug of ours and keeps its stack.
 */

export class Fault extends Error {
  /**
   * @param {string} what what happened, and what is safe
   * @param {string} remedy what to do now
   */
  constructor(what, remedy) {
    super(what);
    this.name = 'Fault';
    this.remedy = remedy;
  }
}

/** The text shown for anything thrown: two sentences for a fault, a stack for a bug. */
export function explain(error) {
  const known = error instanceof Fault ? error : fromSystem(error);
  if (known !== undefined) return `${known.message}\n${known.remedy}`;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `This is a fault of the project, not of your machine. What it said:\n${stack}`;
}

/** Turns the errors an operating system gives for a full or closed disk into sentences. */
export function fromSystem(error) {
  const code = error?.code;
  const where = error?.path ?? 'the disk';
  if (code === 'ENOSPC' || code === 'EDQUOT') return noSpace(where);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return notAllowed(where);
  return undefined;
}

export function noSpace(where) {
  return new Fault(
    `No space is left at ${where}. What was already written is kept.`,
    'Free some space, then run the command again. `npm run demo:reset` frees what the demo holds.',
  );
}

export function notAllowed(where) {
  return new Fault(
    `${where} can't be read or written by ${userName()}. Nothing was changed.`,
    'Give that user the folder (chown), or name another with DATA_DIR=/some/folder.',
  );
}

function userName() {
  const uid = process.getuid?.();
  if (uid === undefined) return 'this user';
  return uid === 0 ? 'root' : (process.env.USER ?? `user ${uid}`);
}
