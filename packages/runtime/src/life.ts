/**
 * The supervised life of a process: environment, log, health and metrics, start, readiness, and a
 * stop that always ends. What a process is for comes as `start`.
 */
import type { Clock, Ids, ProcessId } from '@ultrathink/domain/kernel';
import type { ProcessKind } from '@ultrathink/domain/operations';
import type { Registry } from 'prom-client';
import type { EnvOf } from './env.ts';
import type { commonFields } from './env-fields.ts';
import { EXIT, type ExitCode, StartRefusal } from './exit-codes.ts';
import { type CheckFunction, createHealth, serveHealth } from './health.ts';
import { createLog, type Log } from './log.ts';
import { createRegistry } from './metrics.ts';
import { createStopper, stopOnFaults, stopOnSignals, stopWithParent } from './stop.ts';
import { createSystemIds, systemClock } from './system.ts';

export interface Life {
  readonly kind: ProcessKind;
  /** Fresh at every start. */
  readonly processId: ProcessId;
  readonly log: Log;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Registers what to close; the last registered is closed first. */
  onStop(name: string, close: () => Promise<void> | void): void;
  /** A part that has to be well for the process to be ready. */
  addCheck(name: string, check: CheckFunction): void;
  /** Ends the process in order, for a reason found while running. */
  stop(reason: string, exitCode: ExitCode): Promise<void>;
}

export type LifeEnv = EnvOf<typeof commonFields> & { readonly METRICS_PORT: number };

export interface LifePlan<E extends LifeEnv> {
  readonly kind: ProcessKind;
  /** @throws {StartRefusal} */
  readonly readEnv: () => E;
  /** Resolves when the process can do its work. @throws {StartRefusal} when it can not begin. */
  readonly start: (life: Life, env: E) => Promise<void>;
}

/** For whoever started it by hand; the log has the same in JSON. */
function sayRefusal(kind: ProcessKind, sentence: string): void {
  process.stderr.write(`The ${kind} process can not start.\n${sentence.replace(/^/gm, '  ')}\n`);
}

/** Ends the process at once. Log lines are written synchronously, so none is lost. */
function exit(code: ExitCode): void {
  process.exit(code);
}

export async function live<E extends LifeEnv>(plan: LifePlan<E>): Promise<void> {
  let env: E;
  try {
    env = plan.readEnv();
  } catch (error) {
    if (!(error instanceof StartRefusal)) throw error;
    sayRefusal(plan.kind, error.message);
    return exit(error.exitCode);
  }
  const ids = createSystemIds();
  const processId = ids.next<ProcessId>();
  const log = createLog({
    level: env.LOG_LEVEL,
    fields: { process: plan.kind, pid: process.pid, processId, deployment: env.DEPLOYMENT },
  });
  const registry = createRegistry(plan.kind);
  const health = createHealth(plan.kind);
  const stopper = createStopper({
    log,
    deadlineMs: env.STOP_DEADLINE_MS,
    onBegin: () => health.setPhase('Stopping'),
    exit,
  });
  stopOnFaults(stopper, log);
  stopOnSignals(stopper, log, exit);
  if (env.STOP_WITH_PARENT) stopWithParent(stopper);
  try {
    const server = await serveHealth({ port: env.METRICS_PORT, health, registry });
    stopper.onStop('health and metrics', () => server.close());
    log.info('Starting.', { metricsPort: server.port });
    await plan.start(
      {
        kind: plan.kind,
        processId,
        log,
        registry,
        clock: systemClock,
        ids,
        onStop: stopper.onStop,
        addCheck: health.addCheck,
        stop: stopper.stop,
      },
      env,
    );
    if (stopper.stopping) return;
    health.setPhase('Up');
    log.info('Ready.', { startedInMs: Math.round(process.uptime() * 1_000) });
  } catch (error) {
    await endStart(error, plan.kind, log, stopper);
  }
}

async function endStart(
  error: unknown,
  kind: ProcessKind,
  log: Log,
  stopper: { stop(reason: string, code: ExitCode): Promise<void> },
): Promise<void> {
  if (error instanceof StartRefusal) {
    sayRefusal(kind, error.message);
    log.fatal(error.message, { cause: error.cause });
    await stopper.stop('the start was refused', error.exitCode);
  } else {
    log.fatal('The start failed. This is a bug in the program.', { error });
    await stopper.stop('the start failed', EXIT.fault);
  }
}
