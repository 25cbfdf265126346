/**
 * P6: events through `audit.seal` (parsed, judged, chained, hashed, their head moved) against bare
 * inserts of the same rows into the same table, with all its indexes: same bodies, same batches, one
 * connection each, a commit per batch.
 */
import { aBody, copyTemplate, startTestServer } from '@ultrathink/db/testing';
import { fromEpochMs } from '@ultrathink/domain/kernel';
import { Client } from 'pg';
import { type Bar, type BarResult, times } from './lib/bar.ts';
import { ENV } from './lib/env.ts';
import { inTurns, ratioSpread, spreadOf } from './lib/rounds.ts';

const ROUNDS = 7;
const BATCHES = 20;
const BATCH = 100;
const GOAL_RATIO = 0.8;

/** What `seal` computes is given here, so that nothing but the insert is left. */
const BARE = `insert into audit.event (at, id, chain, sequence, client_id, body, previous_hash, hash,
    actor, action, subject_kind, subject_id, correlation_id, command_id)
  select * from unnest($1::timestamptz[], $2::uuid[], $3::text[], $4::bigint[], $5::uuid[], $6::bytea[],
    $7::bytea[], $8::bytea[], $9::uuid[], $10::text[], $11::text[], $12::text[], $13::uuid[], $14::uuid[])`;

interface BodyShape {
  readonly at: string;
  readonly id: string;
  readonly actor: { readonly id: string };
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly correlationId: string;
  readonly commandId: string;
}

function bodiesOf(round: number, batch: number): Buffer[] {
  const at = fromEpochMs(Date.now());
  const first = (round * BATCHES + batch) * BATCH;
  return Array.from({ length: BATCH }, (_, n) => Buffer.from(aBody(first + n, { at })));
}

/** The columns of `BARE`, made before the clock runs. */
function columnsOf(bodies: readonly Buffer[], first: number): unknown[][] {
  const events = bodies.map((body) => JSON.parse(body.toString()) as BodyShape);
  const hash = (n: number) => Buffer.from(events[n]?.id.replaceAll('-', '').repeat(2) ?? '', 'hex');
  return [
    events.map(({ at }) => at),
    events.map(({ id }) => id),
    events.map(() => 'bare'),
    events.map((_, n) => first + n + 1),
    events.map(() => null),
    [...bodies],
    events.map((_, n) => hash(n)),
    events.map((_, n) => hash(n)),
    events.map(({ actor }) => actor.id),
    events.map(({ action }) => action),
    events.map(({ subject }) => subject.kind),
    events.map(({ subject }) => subject.id),
    events.map(({ correlationId }) => correlationId),
    events.map(({ commandId }) => commandId),
  ];
}

async function perSecond(
  batches: readonly unknown[][],
  insert: (values: unknown[]) => Promise<unknown>,
) {
  const start = performance.now();
  for (const values of batches) await insert(values);
  return (BATCHES * BATCH * 1000) / (performance.now() - start);
}

async function run(): Promise<BarResult> {
  const db = await copyTemplate(await startTestServer(ENV));
  const sealer = new Client({ connectionString: db.url('jobs') });
  const bare = new Client({ connectionString: db.adminUrl });
  await Promise.all([sealer.connect(), bare.connect()]);
  try {
    const every = Array.from({ length: BATCHES }, (_, batch) => batch);
    const rounds = await inTurns(ROUNDS, {
      sealed: (round) =>
        perSecond(
          every.map((batch) => ['people', bodiesOf(round, batch)]),
          (values) => sealer.query({ name: 's', text: 'select audit.seal($1, null, $2)', values }),
        ),
      bare: (round) =>
        perSecond(
          every.map((batch) =>
            columnsOf(bodiesOf(round, batch), (round * BATCHES + batch) * BATCH),
          ),
          (values) => bare.query({ name: 'b', text: BARE, values }),
        ),
    });
    const ratio = ratioSpread(rounds.sealed, rounds.bare, (rate) => rate);
    const row = (what: string, rates: readonly number[]) => {
      const { median, least, most } = spreadOf(rates);
      return { what, cells: [median, least, most].map((rate) => String(Math.round(rate))) };
    };
    return {
      columns: ['events/s', 'least', 'most'],
      rows: [row('audit.seal', rounds.sealed), row('bare insert', rounds.bare)],
      met: ratio.median >= GOAL_RATIO,
      verdict:
        `${times(ratio.median)} of the bare inserts (${times(ratio.least)} to ` +
        `${times(ratio.most)}), goal at least ${times(GOAL_RATIO)}`,
      settings: { rounds: ROUNDS, batchesPerRound: BATCHES, eventsPerBatch: BATCH, loop: 'closed' },
      raw: rounds,
    };
  } finally {
    await Promise.all([sealer.end(), bare.end()]);
    await db.drop();
  }
}

export const bar: Bar = { name: 'P6', title: 'sealed audit events', run };
