/**
 * What a demo lets its own machine break, to watch the platform cope: faults at the simulated venues, by the
 * simulator's own switches, and the end of the engine's process, which its supervisor starts again. It is done
 * to what the platform stands on and never through it, so the trail tells what the platform saw of it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { DemoFiles } from '../context.ts';
import { Refusal } from '../errors.ts';
import { demoAct, demoProcedure } from '../procedures/demo-procedure.ts';

const PATIENCE_MS = 3_000;

/** As the simulator takes them, under the word that people choose. */
const RULES = {
  Slow: [{ fault: { kind: 'Latency', ms: 1_500, jitterMs: 500 } }],
  AnswersLost: [{ fault: { kind: 'AnswerLost' }, operations: ['order.place'] }],
  ServerErrors: [{ fault: { kind: 'ServerError', status: 503 }, share: 0.6 }],
  RateLimited: [{ fault: { kind: 'RateLimited', retryAfterSeconds: 10 } }],
  Maintenance: [{ fault: { kind: 'Maintenance' } }],
  Silence: [{ fault: { kind: 'Silence' } }],
  Gaps: [{ fault: { kind: 'Drop' }, streams: ['public'], share: 0.05 }],
  CrossedBook: [{ fault: { kind: 'CrossedBook' } }],
  ClockSkew: [{ fault: { kind: 'ClockSkew', ms: 30_000 } }],
  Down: [{ fault: { kind: 'Disconnect' } }, { fault: { kind: 'RequestLost' } }],
} as const;

type BreakageId = keyof typeof RULES;
const IDS = Object.keys(RULES) as [BreakageId, ...BreakageId[]];
const VENUES = ['binance', 'coinbase', 'kraken'] as const;

const overviewSchema = z.object({
  venues: z.array(
    z.object({
      name: z.string(),
      faults: z.array(z.object({ fault: z.object({ kind: z.string() }) })),
    }),
  ),
});

const entrySchema = z.object({ pid: z.int().positive() });

const seenSchema = z.strictObject({
  /** Null where no simulator answers: then nothing of it is known. */
  venues: z
    .array(z.strictObject({ venue: z.enum(VENUES), faults: z.array(z.enum(IDS)) }))
    .nullable(),
  /** Null while it does not run. */
  enginePid: z.int().positive().nullable(),
});

export const breakage = demoProcedure.output(seenSchema).query(async ({ ctx }) => {
  const { demo } = ctx.services;
  const [venues, enginePid] = await Promise.all([venuesOf(demo), enginePidOf(demo)]);
  return { venues, enginePid };
});

/** What was switched on before goes on. */
export const breakVenue = demoAct
  .input(z.strictObject({ venue: z.enum(VENUES), fault: z.enum(IDS) }))
  .output(z.strictObject({}))
  .mutation(async ({ ctx, input: { venue, fault } }) => {
    await strike(ctx.services.demo, venue, fault);
    return {};
  });

/** One venue, or null for all of them; one fault there, or null for all. */
export const mendVenues = demoAct
  .input(z.strictObject({ venue: z.enum(VENUES).nullable(), fault: z.enum(IDS).nullable() }))
  .output(z.strictObject({}))
  .mutation(async ({ ctx, input: { venue, fault } }) => {
    const { demo } = ctx.services;
    const seen = fault === null ? [] : ((await venuesOf(demo)) ?? []);
    for (const name of venue === null ? VENUES : [venue]) {
      await ask(demo, 'DELETE', `/admin/faults?venue=${name}`);
      // The simulator mends a venue whole: what else was on is switched on again.
      const others = seen.find((one) => one.venue === name)?.faults ?? [];
      for (const other of others) if (other !== fault) await strike(demo, name, other);
    }
    return {};
  });

/** As a machine that fails does it: nothing of it is told beforehand. */
export const killEngine = demoAct
  .input(z.strictObject({ pid: z.int().positive() }))
  .output(z.strictObject({}))
  .mutation(async ({ ctx, input: { pid } }) => {
    // Only the process that was shown: another one may have its number by now.
    if ((await enginePidOf(ctx.services.demo)) !== pid) {
      throw new Refusal('Conflict', 'Another engine runs by now. Nothing was ended.');
    }
    process.kill(pid, 'SIGKILL');
    return {};
  });

async function strike(demo: DemoFiles | null, venue: string, fault: BreakageId): Promise<void> {
  for (const rule of RULES[fault]) {
    await ask(demo, 'POST', `/admin/faults?venue=${venue}`, rule);
  }
}

async function venuesOf(demo: DemoFiles | null) {
  try {
    const told = overviewSchema.parse(await ask(demo, 'GET', '/admin/overview'));
    return VENUES.map((venue) => {
      const own = told.venues.find(({ name }) => name === venue)?.faults ?? [];
      const kinds = new Set(own.map(({ fault }) => fault.kind));
      const isOn = (id: BreakageId) => RULES[id].every(({ fault }) => kinds.has(fault.kind));
      return { venue, faults: IDS.filter(isOn) };
    });
  } catch {
    return null;
  }
}

async function enginePidOf(demo: DemoFiles | null): Promise<number | null> {
  if (demo?.runFolder === undefined) return null;
  try {
    const text = await readFile(join(demo.runFolder, 'engine.json'), 'utf8');
    return entrySchema.parse(JSON.parse(text)).pid;
  } catch {
    return null;
  }
}

async function ask(
  demo: DemoFiles | null,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: object,
): Promise<unknown> {
  if (demo?.simulator === undefined) {
    throw new Refusal('NotFound', 'No simulator stands behind this demo.');
  }
  const answer = await fetch(`${demo.simulator}${path}`, {
    method,
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch(() => null);
  if (answer?.ok !== true) throw new Refusal('Conflict', 'The simulator did not take it.');
  return answer.json();
}
