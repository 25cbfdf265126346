/** What people decided, as an engine remembers it. */
import type { ProposalId } from '../../access/index.ts';
import type { CommercialTier, TierTable } from '../../clients/index.ts';
import type {
  CategoryRules,
  ClientCategory,
  ClientTradingState,
  Mandate,
  Restriction,
} from '../../compliance/index.ts';
import {
  type AccountId,
  type Asset,
  type ClientId,
  type Decimal,
  emptyMap,
  type PersistentMap,
  type PersonId,
} from '../../kernel/index.ts';
import type { VenueAccountId, VenueId, VenueKeyId } from '../../market-data/index.ts';
import type { LotMethod } from '../../portfolio/index.ts';
import type { CheckPolicy, Limit, Tightening } from '../../risk/index.ts';
import type { RoutingPolicy } from '../../trading/index.ts';
import type { Sharing } from './shares.ts';

export interface ClientTerms {
  readonly client: ClientId;
  readonly state: ClientTradingState;
  readonly category: ClientCategory;
  readonly tier: CommercialTier;
  readonly lotMethod: LotMethod;
  readonly dayCutOffMs: number;
}

export interface VenueAccountTerms {
  readonly id: VenueAccountId;
  readonly venue: VenueId;
  /** Null: the house's. */
  readonly client: ClientId | null;
  readonly mode: 'Paper' | 'Live';
  readonly key: VenueKeyId | null;
}

/** What people decided; each part came as a control input. Null is not decided yet, and refuses. */
export interface Config {
  readonly mode: 'Paper' | 'Live';
  readonly clients: PersistentMap<ClientId, ClientTerms>;
  readonly accounts: PersistentMap<AccountId, ClientId | 'House'>;
  /** By account: at most one in force. */
  readonly mandates: PersistentMap<string, Omit<Mandate, 'traders'>>;
  readonly traders: PersistentMap<AccountId, readonly PersonId[]>;
  readonly restrictions: PersistentMap<string, Restriction>;
  /** By `level|scope`. */
  readonly limits: PersistentMap<string, readonly Limit[]>;
  readonly tightening: Tightening | null;
  readonly tiers: TierTable | null;
  readonly policy: CheckPolicy | null;
  readonly routing: RoutingPolicy | null;
  readonly categoryRules: CategoryRules | null;
  readonly regimeLeverage: Readonly<Partial<Record<ClientCategory, Decimal>>>;
  readonly venueAccounts: PersistentMap<VenueAccountId, VenueAccountTerms>;
  /** Everything is valued in it. */
  readonly currency: Asset;
  readonly modeApproval: ProposalId | null;
  /** Absent while the platform has one shard: every limit is then its own, whole. */
  readonly sharing?: Sharing;
}

export const NOTHING_DECIDED: Config = {
  mode: 'Paper',
  clients: emptyMap(),
  accounts: emptyMap(),
  mandates: emptyMap(),
  traders: emptyMap(),
  restrictions: emptyMap(),
  limits: emptyMap(),
  tightening: null,
  tiers: null,
  policy: null,
  routing: null,
  categoryRules: null,
  regimeLeverage: {},
  venueAccounts: emptyMap(),
  currency: 'USD' as Asset,
  modeApproval: null,
};
