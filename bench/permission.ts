/**
 * Whether somebody may, asked for each request of everybody. Pure, so what is measured is
 * the table and the grants: one grant, and somebody with the most grants a desk has.
 */
import {
  type Actor,
  clientsFor,
  type Grant,
  type GrantId,
  may,
  type OrganisationId,
} from '@ultrathink/domain/access';
import { addMs, type ClientId, type PersonId } from '@ultrathink/domain/kernel';
import { systemClock, systemIds } from '@ultrathink/runtime';
import { type Bar, type BarResult, micros } from './lib/bar.ts';
import { inTurns, spreadOf } from './lib/rounds.ts';

const ROUNDS = 5;
const CHECKS = 100_000;
const GOAL_US = 10;
const GRANTS = 20;
const CLIENTS_PER_GRANT = 50;

function aTrader(grants: number): { actor: Actor; clients: readonly ClientId[] } {
  const person = systemIds.next<PersonId>();
  const organisation = { kind: 'Firm', id: systemIds.next<OrganisationId>() } as const;
  const made = Array.from({ length: grants }, (): Grant & { clients: readonly ClientId[] } => ({
    id: systemIds.next<GrantId>(),
    person,
    organisation,
    role: 'Trader',
    clients: Array.from({ length: CLIENTS_PER_GRANT }, () => systemIds.next<ClientId>()),
    from: systemClock.now(),
    until: null,
    grantedBy: 'Installation',
  }));
  return {
    actor: { person, grants: made, key: null },
    clients: made.flatMap((grant) => grant.clients),
  };
}

/** Microseconds for one of so many checks in a row. @throws where one says no: all of them may. */
function measure(check: (turn: number) => boolean): Promise<number> {
  for (let turn = 0; turn < CHECKS / 10; turn += 1) check(turn);
  let yes = 0;
  const startMs = performance.now();
  for (let turn = 0; turn < CHECKS; turn += 1) if (check(turn)) yes += 1;
  const us = ((performance.now() - startMs) * 1_000) / CHECKS;
  // Counted, so that no compiler leaves out a check whose answer nobody reads.
  if (yes !== CHECKS) throw new Error(`${CHECKS - yes} checks said no.`);
  return Promise.resolve(us);
}

async function run(): Promise<BarResult> {
  const one = aTrader(1);
  const many = aTrader(GRANTS);
  const at = addMs(systemClock.now(), 1);
  const checkOf =
    ({ actor, clients }: ReturnType<typeof aTrader>) =>
    (turn: number) => {
      const client = clients[turn % clients.length] ?? systemIds.next<ClientId>();
      return may(actor, 'trading.placeOrder', { kind: 'Client', client }, at).ok;
    };
  const rounds = await inTurns(ROUNDS, {
    one: () => measure(checkOf(one)),
    many: () => measure(checkOf(many)),
    list: () => measure(() => clientsFor(one.actor, 'trading.readOrders', at).length > 0),
  });
  const spread = {
    one: spreadOf(rounds.one),
    many: spreadOf(rounds.many),
    list: spreadOf(rounds.list),
  };
  const row = (what: string, { median, least, most }: (typeof spread)['one']) => ({
    what,
    cells: [median, least, most].map((us) => `${us.toFixed(2)} us`),
  });
  return {
    columns: ['median', 'least', 'most'],
    rows: [
      row('may this person do this, one grant', spread.one),
      row(`the same with ${GRANTS} grants of ${CLIENTS_PER_GRANT} clients each`, spread.many),
      row('the clients a list may be about', spread.list),
    ],
    met: spread.one.median <= GOAL_US,
    verdict: `${spread.one.median.toFixed(2)} us for a check, goal ${micros(GOAL_US)}`,
    settings: { rounds: ROUNDS, checksPerRound: CHECKS },
    raw: rounds,
  };
}

export const bar: Bar = { name: 'PERMISSION', title: 'May this person do this', run };
