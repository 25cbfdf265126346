/** Fills a demo: organisations, people who can sign in, and a first few things they did. */
import type { OpenServices } from '@ultrathink/api/demo';
import type { CorrelationId } from '@ultrathink/domain/kernel';
import { makeDecisions } from './decisions.ts';
import { makeHistory } from './history.ts';
import { readLogIns, writeLogIns } from './log-ins.ts';
import { hasFirm, installOrganisations } from './organisations.ts';
import { minutesAgo } from './past.ts';
import { installPeople } from './people.ts';

/** More than all their codes need, half a minute each; less than the hour the trail allows. */
const MINUTES_BEFORE = 57;

export interface Filled {
  readonly organisations: number;
  readonly people: number;
}

/** Running it again changes nothing that is there. */
export async function fillDemo(services: OpenServices, peopleFile: string): Promise<Filled> {
  const isNew = !(await hasFirm(services));
  // What a new demo begins with happened before anybody came; what is there stays as it is.
  const past = minutesAgo(services, isNew ? MINUTES_BEFORE : 0);
  const installing = {
    services: past.services,
    correlationId: past.services.ids.next<CorrelationId>(),
  };
  const organisations = await installOrganisations(installing);
  const known = await readLogIns(peopleFile);
  const people = await installPeople(installing, organisations, known);
  writeLogIns(peopleFile, people);
  if (isNew) {
    await makeHistory({ services: past.services, people, organisations });
    await makeDecisions(past, people);
  }
  return { organisations: organisations.size, people: people.length };
}
