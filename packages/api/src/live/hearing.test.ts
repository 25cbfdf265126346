import type { Grant, GrantId, OrganisationId, Role } from '@ultrathink/domain/access';
import { TOPICS, type Topic } from '@ultrathink/domain/engine';
import { addMs, type ClientId, type PersonId } from '@ultrathink/domain/kernel';
import { createSystemIds, systemClock } from '@ultrathink/runtime';
import { expect, it } from 'vitest';
import { aCaller } from '../../testing/services.ts';
import type { Caller } from '../auth/caller.ts';
import { hearing } from './hearing.ts';

const ids = createSystemIds();
const now = systemClock.now();
const [own, other] = [ids.next<ClientId>(), ids.next<ClientId>()];

function someone(role: Role, of: 'Client' | readonly ClientId[]): Caller {
  const person = ids.next<PersonId>();
  const id = ids.next<OrganisationId>();
  const organisation =
    of === 'Client'
      ? ({ kind: 'Client', id, client: own } as const)
      : ({ kind: 'Firm', id } as const);
  const grant = {
    id: ids.next<GrantId>(),
    person,
    organisation,
    role,
    ...(of === 'Client' ? {} : { clients: of }),
    from: addMs(now, -1_000),
    until: null,
    grantedBy: 'Installation',
  } as Grant;
  return aCaller(person, organisation, [grant]);
}

const heardBy = (caller: Caller, topic: Topic): readonly string[] => {
  const hears = hearing(caller, TOPICS, now);
  const body = { topic } as Parameters<typeof hears>[0]['body'];
  const who = { own, other, firm: null } as const;
  return Object.entries(who)
    .filter(([, clientId]) => hears({ clientId, body }))
    .map(([name]) => name);
};

it.each([
  ['a client’s viewer', someone('ClientViewer', 'Client'), ['own']],
  ['a trader of one client', someone('Trader', [own]), ['own']],
  ['a trader of nobody', someone('Trader', []), []],
  ['a risk officer of all', someone('RiskOfficer', [own, other]), ['own', 'other']],
  ['an administrator', someone('Administrator', []), []],
] as const)(
  'ASVS 8.2.2 orders, fills and balances are heard by %s of %j',
  (_who, caller, clients) => {
    for (const topic of ['trading.orders', 'trading.fills', 'trading.balances'] as const) {
      expect(heardBy(caller, topic), topic).toEqual(clients);
    }
  },
);

it.each([
  ['a client’s viewer', someone('ClientViewer', 'Client'), ['own']],
  ['a trader of one client', someone('Trader', [own]), ['own', 'firm']],
  ['a trader of nobody', someone('Trader', []), ['firm']],
  ['an administrator', someone('Administrator', []), ['firm']],
] as const)(
  'a stop of the firm is heard by all staff, and by no client: %s',
  (_who, caller, all) => {
    expect(heardBy(caller, 'trading.states')).toEqual(all);
  },
);

it('markets are heard by everybody, the platform’s own figures by staff alone, nothing unasked', () => {
  expect(heardBy(someone('ClientViewer', 'Client'), 'market-data.quotes')).toHaveLength(3);
  expect(heardBy(someone('ClientViewer', 'Client'), 'operations.process-metrics')).toEqual([]);
  expect(heardBy(someone('Trader', []), 'operations.process-metrics')).toHaveLength(3);
  const hears = hearing(someone('Trader', [own]), ['trading.fills'], now);
  const body = { topic: 'trading.orders' } as Parameters<typeof hears>[0]['body'];
  expect(hears({ clientId: own, body })).toBe(false);
});
