/** Fills a demo: organisations, people who can sign in, and a first few things they did. */
import type { OpenServices } from '@ultrathink/api/demo';
import type { CorrelationId } from '@ultrathink/domain/kernel';
import { makeHistory } from './history.ts';
import { readLogIns, writeLogIns } from './log-ins.ts';
import { hasFirm, installOrganisations } from './organisations.ts';
import { installPeople } from './people.ts';

export interface Filled {
  readonly organisations: number;
  readonly people: number;
}

/** Running it again changes nothing that is there. */
export async function fillDemo(services: OpenServices, peopleFile: string): Promise<Filled> {
  const installing = { services, correlationId: services.ids.next<CorrelationId>() };
  const isNew = !(await hasFirm(services));
  const organisations = await installOrganisations(installing);
  const known = await readLogIns(peopleFile);
  const people = await installPeople(installing, organisations, known);
  writeLogIns(peopleFile, people);
  if (isNew) await makeHistory({ services, people, organisations });
  return { organisations: organisations.size, people: people.length };
}
