/**
 * Stopping: what was opened last is closed first, within a deadline. Whatever happens, the process
 * ends: by itself, by the deadline, or at once by a second signal.
 */
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Log } from './log.ts';

/** After a bug there is less to trust, so less is waited for. */
const FAULT_DEADLINE_MS = 2_000;

/** One Ctrl-C can reach a process several times: from the terminal, from npm, from a supervisor. */
const SAME_ACT_MS = 500;

const PARENT_ASKED_EVERY_MS = 500;

export interface Stopper {
  /** Registers what has to be closed; closed in reverse order. */
  onStop(name: string, close: () => Promise<void> | void): void;
  /** Begins to stop; a second call changes nothing. Never rejects. */
  stop(reason: string, exitCode: ExitCode): Promise<void>;
  readonly stopping: boolean;
}

export interface StopOptions {
  readonly log: Log;
  readonly deadlineMs: number;
  /** Called when stopping begins: readiness turns away new work. */
  readonly onBegin?: () => void;
  /** Ends the process. */
  readonly exit: (code: ExitCode) => void;
}

export function createStopper(options: StopOptions): Stopper {
  const { log, exit } = options;
  const closers: { readonly name: string; readonly close: () => Promise<void> | void }[] = [];
  let running: Promise<void> | undefined;

  async function closeAll(exitCode: ExitCode): Promise<ExitCode> {
    let code = exitCode;
    for (let closer = closers.at(-1); closer !== undefined; closer = closers.at(-1)) {
      try {
        await closer.close();
      } catch (error) {
        log.error(`Closing ${closer.name} failed.`, { error });
        if (code === EXIT.stopped) code = EXIT.fault;
      }
      // Only now, so that the deadline can name what is still open.
      closers.splice(closers.indexOf(closer), 1);
    }
    return code;
  }

  async function run(reason: string, exitCode: ExitCode): Promise<void> {
    options.onBegin?.();
    const deadlineMs =
      exitCode === EXIT.fault
        ? Math.min(FAULT_DEADLINE_MS, options.deadlineMs)
        : options.deadlineMs;
    log.info('Stopping.', { reason, deadlineMs });
    const late = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => late.resolve('late'), deadlineMs);
    const end = await Promise.race([closeAll(exitCode), late.promise]);
    clearTimeout(timer);
    if (end === 'late') {
      const open = closers.map(({ name }) => name).reverse();
      log.fatal('The deadline for stopping has passed. Ending without closing the rest.', { open });
      exit(exitCode === EXIT.stopped ? EXIT.stopDeadline : exitCode);
    } else {
      log.info('Stopped.', { exitCode: end });
      exit(end);
    }
  }

  return {
    onStop: (name, close) => closers.push({ name, close }),
    stop(reason, exitCode) {
      running ??= run(reason, exitCode);
      return running;
    },
    get stopping() {
      return running !== undefined;
    },
  };
}

/** SIGTERM and SIGINT stop; once more, and the process ends at once. */
export function stopOnSignals(stopper: Stopper, log: Log, exit: (code: ExitCode) => void): void {
  let firstAtMs: number | undefined;
  const heard = (signal: NodeJS.Signals): void => {
    const nowMs = performance.now();
    if (firstAtMs === undefined) {
      firstAtMs = nowMs;
      void stopper.stop(signal, EXIT.stopped);
    } else if (nowMs - firstAtMs > SAME_ACT_MS) {
      log.fatal('Asked to stop a second time. Ending at once.', { signal });
      exit(EXIT.secondSignal);
    }
  };
  process.on('SIGTERM', heard);
  process.on('SIGINT', heard);
}

/** What nobody caught is a bug: it is logged, and the process ends with a fault. */
export function stopOnFaults(stopper: Stopper, log: Log): void {
  process.on('uncaughtException', (error) => {
    log.fatal('An error nobody caught. This is a bug in the program.', { error });
    void stopper.stop('uncaught exception', EXIT.fault);
  });
  process.on('unhandledRejection', (error) => {
    log.fatal('A rejection nobody handled. This is a bug in the program.', { error });
    void stopper.stop('unhandled rejection', EXIT.fault);
  });
}

/** Stops when the process that started this one is gone, so that no orphan keeps a port or a door. */
export function stopWithParent(stopper: Stopper): void {
  const gone = (): void => {
    void stopper.stop('the parent process is gone', EXIT.stopped);
  };
  process.once('disconnect', gone);
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, PARENT_ASKED_EVERY_MS);
  timer.unref();
}
