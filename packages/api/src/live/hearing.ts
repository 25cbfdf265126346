/** Which notices a caller may hear: by topic, and of what is a client's by whose it is. */
import { clientsFor, mayTry, type Permission } from '@ultrathink/domain/access';
import type { Notice, Topic } from '@ultrathink/domain/engine';
import type { ClientId, UtcTime } from '@ultrathink/domain/kernel';
import type { Caller } from '../auth/caller.ts';
import { actingIn } from '../procedures/authorise.ts';
import { sightOf } from '../procedures/sight-of.ts';

interface TopicRule {
  readonly permission: Permission;
  /** Firm: the firm's own. Everybody: the same for all. Client: each notice belongs to one, or to the firm. */
  readonly of: 'Firm' | 'Everybody' | 'Client';
  /** What is no client's is for all staff, whichever clients they are assigned to. */
  readonly isFirmsForStaff?: true;
}

const RULES: Readonly<Record<Topic, TopicRule>> = {
  'operations.process-metrics': { permission: 'operations.read', of: 'Firm' },
  'market-data.quotes': { permission: 'marketData.read', of: 'Everybody' },
  'market-data.books': { permission: 'marketData.read', of: 'Everybody' },
  'market-data.venues': { permission: 'venues.read', of: 'Firm' },
  'trading.orders': { permission: 'trading.readOrders', of: 'Client' },
  'trading.fills': { permission: 'trading.readOrders', of: 'Client' },
  'trading.balances': { permission: 'ledger.read', of: 'Client' },
  'trading.states': { permission: 'risk.readState', of: 'Client', isFirmsForStaff: true },
};

export type Hears = (notice: Pick<Notice, 'clientId' | 'body'>) => boolean;

/** What of the wanted topics this caller hears, with the grants of now. */
export function hearing(caller: Caller, wanted: readonly Topic[], at: UtcTime): Hears {
  const reach = new Map(wanted.map((topic) => [topic, reachOf(topic, caller, at)]));
  const ofFirm = new Set(wanted.filter((topic) => hearsOfFirm(topic, caller, at)));
  return ({ clientId, body }) => {
    const clients = reach.get(body.topic) ?? NOBODY;
    if (clients === 'All') return true;
    return clientId === null ? ofFirm.has(body.topic) : clients.has(clientId);
  };
}

function hearsOfFirm(topic: Topic, caller: Caller, at: UtcTime): boolean {
  const { permission, isFirmsForStaff = false } = RULES[topic];
  if (!isFirmsForStaff || caller.organisation.kind !== 'Firm') return false;
  return mayTry(actingIn(caller.access, caller.organisation), permission, { kind: 'Firm' }, at).ok;
}

const NOBODY: ReadonlySet<ClientId> = new Set();

function reachOf(topic: Topic, caller: Caller, at: UtcTime): 'All' | ReadonlySet<ClientId> {
  const { permission, of } = RULES[topic];
  const acting = actingIn(caller.access, caller.organisation);
  const sight = of === 'Firm' ? ({ kind: 'Firm' } as const) : sightOf(caller);
  if (of !== 'Client') return mayTry(acting, permission, sight, at).ok ? 'All' : NOBODY;
  const clients = clientsFor(acting, permission, at);
  // A client's own people hear of their client alone, whatever else their grants say.
  if (sight.kind === 'Client') {
    const isOwn = clients === 'All' || clients.includes(sight.client);
    return isOwn ? new Set([sight.client]) : NOBODY;
  }
  return clients === 'All' ? 'All' : new Set(clients);
}
