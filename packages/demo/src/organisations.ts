/** The firm, its clients and the policy everything is governed by. What is there already stays. */
import type { OpenServices } from '@ultrathink/api/demo';
import { read } from '@ultrathink/db';
import {
  findFirm,
  listOrganisations,
  publishStartingPolicy,
  registerClient,
  registerFirm,
} from '@ultrathink/db/access';
import { insertAccounts } from '@ultrathink/db/clients';
import { type Organisation, type OrganisationId, STARTING_POLICY } from '@ultrathink/domain/access';
import type { AccountId, ClientId } from '@ultrathink/domain/kernel';
import { CLIENTS, type DemoClient, FIRM } from './cast.ts';
import { type Installing, install } from './installation.ts';

export interface Known {
  readonly organisation: Organisation;
  readonly name: string;
}

const FIRM_SCOPE = { kind: 'Firm' } as const;

/** All of them, by name. */
export async function installOrganisations(
  installing: Installing,
): Promise<ReadonlyMap<string, Organisation>> {
  const { services } = installing;
  if (!(await hasFirm(services))) await installFirm(installing);
  const known = new Set((await organisations(services)).map(({ name }) => name));
  for (const client of CLIENTS) {
    if (!known.has(client.name)) await installClient(installing, client);
  }
  const all = await organisations(services);
  return new Map(all.map(({ name, organisation }) => [name, organisation]));
}

/** Whether this installation was filled before, or begun to be. */
export async function hasFirm(services: OpenServices): Promise<boolean> {
  const database = await services.staffDatabase();
  const actor = { id: services.processId, scope: FIRM_SCOPE };
  return (await read(database, actor, (tx) => findFirm(tx))) !== undefined;
}

async function organisations(services: OpenServices): Promise<readonly Known[]> {
  const database = await services.staffDatabase();
  const actor = { id: services.processId, scope: FIRM_SCOPE };
  const stored = await read(database, actor, (tx) => listOrganisations(tx));
  return stored.map(({ organisation, name }) => ({ organisation, name }));
}

async function installFirm(installing: Installing): Promise<void> {
  const { services } = installing;
  const id = services.ids.next<OrganisationId>();
  const { version } = STARTING_POLICY;
  await install(installing, {
    kind: 'demo.registerFirm',
    database: await services.staffDatabase(),
    scope: FIRM_SCOPE,
    input: { firm: id },
    change: async (tx, at) => {
      await registerFirm(tx, { id, name: FIRM.name, at });
      await publishStartingPolicy(tx, at);
      return {
        answer: null,
        events: [
          {
            action: 'access.registerOrganisation',
            subject: { kind: 'Organisation', id },
            after: { kind: 'Firm', name: FIRM.name },
            ...(installing.note !== null && { reason: installing.note }),
          },
          {
            action: 'approval.publishPolicy',
            subject: { kind: 'Policy', id: String(version) },
            after: { version },
            reason: 'The policy that a new installation starts with.',
          },
        ],
      };
    },
  });
}

async function installClient(installing: Installing, demo: DemoClient): Promise<void> {
  const { services } = installing;
  const { ids } = services;
  const client = ids.next<ClientId>();
  const organisation = ids.next<OrganisationId>();
  const { name, lei } = demo;
  const accounts = demo.accounts.map((account) => {
    return { id: ids.next<AccountId>(), client, name: account };
  });
  await install(installing, {
    kind: 'demo.registerClient',
    database: await services.staffDatabase(),
    scope: FIRM_SCOPE,
    clientId: client,
    input: { client, organisation },
    change: async (tx, at) => {
      await registerClient(tx, { client, organisation, name, lei, at });
      await insertAccounts(tx, accounts, at);
      return {
        answer: null,
        events: [
          {
            action: 'access.registerOrganisation',
            subject: { kind: 'Organisation', id: organisation },
            after: { kind: 'Client', client, name },
          },
          ...accounts.map((account) => ({
            action: 'clients.openAccount',
            subject: { kind: 'Account', id: account.id },
            after: { client, name: account.name },
          })),
        ],
      };
    },
  });
}
