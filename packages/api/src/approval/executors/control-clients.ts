/** Terms, mandates and traders of clients, and their tiers. */
import type { Tx } from '@ultrathink/db';
import { findPerson } from '@ultrathink/db/access';
import {
  currentTierTable,
  keepMandate,
  keepTerms,
  keepTierTable,
  keepTraders,
  listMandates,
  listTerms,
  listTraders,
} from '@ultrathink/db/controls';
import type { ProposalId } from '@ultrathink/domain/access';
import {
  changeTier,
  startingTierTable,
  type TierRefusal,
  type TierTable,
} from '@ultrathink/domain/clients';
import type { ControlPayload } from '@ultrathink/domain/engine/controls';
import {
  type ClientId,
  decimal,
  ok,
  type PersonId,
  type Result,
  type UtcTime,
  unwrap,
} from '@ultrathink/domain/kernel';
import type { ExecutorRefusal, Reading } from '../executor.ts';
import { accountsOf, controlExecutor, type Found, refused, requireAccount } from './control.ts';

/** All versions of all accounts of a client: of the newest some are of the account asked about. */
const VERSIONS_MOST = 5_000;

export const setClientTerms = controlExecutor({
  act: 'clients.proposeState',
  event: 'clients.setTerms',
  subject: ({ client }) => ({ kind: 'Client', id: client }),
  async find({ tx }, { client }) {
    const accounts = await accountsOf(tx, client);
    if (!accounts.ok) return accounts;
    const [last] = await listTerms(tx, client, 1);
    if (last === undefined) return ok({ client, version: 1, before: undefined });
    const { version, from: _, proposal: __, ...before } = last;
    return ok({ client, version: version + 1, before });
  },
  keep: keepTerms,
});

export const setMandate = controlExecutor({
  act: 'clients.proposeMandate',
  event: 'clients.setMandate',
  subject: ({ id }) => ({ kind: 'Mandate', id }),
  async find({ tx }, { client, account }) {
    const there = await requireAccount(tx, client, account);
    if (!there.ok) return there;
    const all = await listMandates(tx, client, VERSIONS_MOST);
    const last = all.find((one) => one.account === account);
    if (last === undefined) return ok({ client, version: 1, before: undefined });
    const { version, from: _, proposal: __, ...before } = last;
    return ok({ client, version: version + 1, before });
  },
  keep: keepMandate,
});

export const setTraders = controlExecutor({
  act: 'clients.proposeTraders',
  event: 'clients.setTraders',
  subject: ({ account }) => ({ kind: 'Account', id: account }),
  async find(reading, { client, account, traders }) {
    const { tx } = reading;
    const there = await requireAccount(tx, client, account);
    if (!there.ok) return there;
    const all = await listTraders(tx, client, VERSIONS_MOST);
    const last = all.find((one) => one.account === account);
    const known: readonly PersonId[] = last?.traders ?? [];
    const concerns = traders.filter((one) => !known.includes(one));
    const fit = await mayTrade(reading, client, concerns);
    if (!fit.ok) return fit;
    const version = (last?.version ?? 0) + 1;
    const before = last === undefined ? undefined : { client, account, traders: [...known] };
    return ok({ client, version, before, concerns });
  },
  keep: keepTraders,
});

/** People of the firm, and the client's own. Whether their roles let them is judged with each order. */
async function mayTrade(
  { tx, at }: Reading,
  client: ClientId,
  people: readonly PersonId[],
): Promise<Result<null, ExecutorRefusal>> {
  for (const id of people) {
    const person = await findPerson(tx, id, at);
    const organisation = person?.organisation;
    const isTheirs = organisation?.kind === 'Firm' || organisation?.client === client;
    if (person === undefined || person.state === 'Erased' || !isTheirs) {
      return refused({ code: 'NotATrader' });
    }
  }
  return ok(null);
}

export const changeTiers = controlExecutor({
  act: 'clients.proposeTiers',
  event: 'clients.changeTiers',
  subject: () => ({ kind: 'TierTable', id: 'tiers' }),
  find: ({ tx, at }, payload) => findTiers(tx, at, payload),
  async keep(tx, _, keeping, { found: { tiers } }) {
    return tiers !== undefined && keepTierTable(tx, tiers(keeping.proposal), keeping);
  },
});

/** Where a proposal is still being judged: its own id is of no matter to whether the table is sound. */
const UNDECIDED = '' as ProposalId;

async function findTiers(
  tx: Tx,
  at: UtcTime,
  payload: ControlPayload<'clients.proposeTiers'>,
): Promise<Result<Found, ExecutorRefusal>> {
  const current = await currentTierTable(tx);
  if (payload.kind === 'Adopt') {
    if (current !== undefined) return refused({ code: 'TiersThere' });
    const table = startingTierTable(at);
    return ok({ client: null, version: 1, before: undefined, tiers: () => table });
  }
  if (current === undefined) return refused({ code: 'NoTiersYet' });
  const tried = changed(current.table, payload, UNDECIDED, at);
  if (!tried.ok) return refused({ code: 'TiersUnsound', refusals: tried.error });
  return ok({
    client: null,
    version: current.version + 1,
    before: beforeOf(current.table, payload),
    tiers: (proposal) => unwrap(changed(current.table, payload, proposal, at)),
  });
}

type Change = Extract<ControlPayload<'clients.proposeTiers'>, { readonly kind: 'Change' }>;

function changed(
  table: TierTable,
  { from, changes }: Change,
  approval: ProposalId,
  at: UtcTime,
): Result<TierTable, readonly TierRefusal[]> {
  let next = table;
  for (const { tier, serviceLevel, ...amounts } of changes) {
    const terms = {
      maxPosition: decimal(amounts.maxPosition),
      maxLeverage: decimal(amounts.maxLeverage),
      commissionBps: decimal(amounts.commissionBps),
      minBalance: decimal(amounts.minBalance),
    };
    const made = changeTier(next, { ...terms, tier, serviceLevel, from, approval }, at);
    if (!made.ok) return made;
    next = made.value;
  }
  return ok(next);
}

/** The last rows of the tiers that change, in the shape of the payload. */
function beforeOf(table: TierTable, { changes }: Change): unknown {
  const rows = changes.map(({ tier }) => {
    const last = table[tier].at(-1);
    if (last === undefined) return { tier };
    const { maxPosition, maxLeverage, commissionBps, minBalance, serviceLevel } = last;
    const amounts = { maxPosition, maxLeverage, commissionBps, minBalance };
    return { tier, ...JSON.parse(JSON.stringify(amounts)), serviceLevel };
  });
  return { kind: 'Change', changes: rows };
}
