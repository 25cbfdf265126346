/** Fills a demo: organisations, people who can sign in, and a first few things they did. */
import type { DemoPerson, OpenServices } from '@ultrathink/api/demo';
import { openPast, type PastStore } from '@ultrathink/db/past';
import { addMs, type CorrelationId, toEpochMs } from '@ultrathink/domain/kernel';
import { makeDecisions } from './decisions.ts';
import { makeHistory } from './history.ts';
import { readLogIns, writeLogIns } from './log-ins.ts';
import { makeFlows } from './months/flows.ts';
import { giveKeys, type PastPlan, type WrittenMonths, writeMonths } from './months/past-months.ts';
import { Officers } from './officers.ts';
import { hasFirm, installOrganisations } from './organisations.ts';
import { minutesAgo, type Past } from './past.ts';
import { installPeople } from './people.ts';

/** More than all their codes need, half a minute each; less than the hour the trail allows. */
const MINUTES_BEFORE = 57;
const DAY_MINUTES = 24 * 60;
/** Until then nobody needs a code of the same half minute again. */
const QUARTER_MS = 15 * 60_000;
/** What waits for people now was asked for so long ago. */
const LAST_MS = 40 * 60_000;

export interface Filled {
  readonly organisations: number;
  readonly people: number;
  /** Of the months before; 0 without them. */
  readonly orders: number;
}

/** Running it again changes nothing that is there. */
export async function fillDemo(
  services: OpenServices,
  peopleFile: string,
  plan: PastPlan | null = null,
): Promise<Filled> {
  const isNew = !(await hasFirm(services));
  const store = isNew && plan !== null ? openPast(plan.migratorUrl) : null;
  try {
    return await fill({ services, peopleFile, isNew, plan, store });
  } finally {
    await store?.close();
  }
}

interface Filling {
  readonly services: OpenServices;
  readonly peopleFile: string;
  readonly isNew: boolean;
  readonly plan: PastPlan | null;
  /** Null where nothing is told of months before. */
  readonly store: PastStore | null;
}

async function fill(filling: Filling): Promise<Filled> {
  const { services, peopleFile, isNew, plan, store } = filling;
  const months = store === null || plan === null ? null : { store, plan };
  const before = MINUTES_BEFORE + (months === null ? 0 : months.plan.days * DAY_MINUTES);
  // What a new demo begins with happened before anybody came; what is there stays as it is.
  const past = minutesAgo(services, isNew ? before : 0);
  await months?.store.begin(addMs(past.services.clock.now(), -QUARTER_MS));
  const installing = {
    services: past.services,
    correlationId: past.services.ids.next<CorrelationId>(),
    note: months === null ? null : `A demo: all before ${services.clock.now()} is invented.`,
  };
  const organisations = await installOrganisations(installing);
  const known = await readLogIns(peopleFile);
  const people = await installPeople(installing, organisations, known);
  writeLogIns(peopleFile, people);
  const written = months === null ? null : await makeBeginning(past, people, months);
  if (written !== null) {
    past.skip(toEpochMs(services.clock.now()) - toEpochMs(past.services.clock.now()) - LAST_MS);
  }
  // Beside each other: none of them reads what another writes.
  await Promise.all([
    written?.keepBars(),
    months?.store.count(),
    isNew ? makeHistory({ services: past.services, people, organisations }) : null,
  ]);
  if (isNew && months === null) await makeDecisions(past, people);
  await months?.store.end();
  return { organisations: organisations.size, people: people.length, orders: written?.orders ?? 0 };
}

/** Months ago: what the firm decided, what came in and went out, and what was traded. */
async function makeBeginning(
  past: Past,
  people: readonly DemoPerson[],
  { store, plan }: { readonly store: PastStore; readonly plan: PastPlan },
): Promise<WrittenMonths> {
  await makeDecisions(past, people);
  const accounts = await giveKeys(past, store);
  const officers = new Officers(past, people);
  past.skip(QUARTER_MS);
  await makeFlows(past, officers, plan.days);
  const written = await writeMonths(past, officers, store, accounts, plan);
  return written;
}
