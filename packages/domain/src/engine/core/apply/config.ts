/** What people decided, as the engine holds to it from then on. */
import { checkTierTable, type TierRow } from '../../../clients/index.ts';
import type { CategoryRules, ClientCategory } from '../../../compliance/index.ts';
import { type Decimal, emptyMap, mapDelete, mapGet, mapSet } from '../../../kernel/index.ts';
import type { Config } from '../config.ts';
import type { ControlBody } from '../control.ts';
import type { EngineEvent } from '../event.ts';
import type { EngineState } from '../state.ts';
import { UNHEARD } from './doubts.ts';

type ControlTaken = Extract<EngineEvent, { readonly type: 'ControlTaken' }>;
type Body<Kind extends ControlBody['kind']> = Extract<ControlBody, { readonly kind: Kind }>;
type Folds = {
  readonly [Kind in ControlBody['kind']]?: (config: Config, body: Body<Kind>) => Config;
};

/** What has no fold here (a stop, a deposit, a break) is an event of its own beside it. */
const FOLDS: Folds = {
  ClientSet: (config, { kind: _, ...terms }) => ({
    ...config,
    clients: mapSet(config.clients, terms.client, terms),
  }),
  AccountSet: (config, { account, client }) => ({
    ...config,
    accounts: mapSet(config.accounts, account, client ?? ('House' as const)),
  }),
  MandateSet: (config, { mandate }) => ({
    ...config,
    mandates: mapSet(config.mandates, mandate.account, mandate),
  }),
  TradersSet: (config, { account, traders }) => ({
    ...config,
    traders: mapSet(config.traders, account, traders),
  }),
  RestrictionSet: (config, { restriction }) => ({
    ...config,
    restrictions: mapSet(config.restrictions, restriction.id, restriction),
  }),
  RestrictionLifted: (config, { id }) => ({
    ...config,
    restrictions: mapDelete(config.restrictions, id),
  }),
  LimitsSet: (config, { level, scope, limits }) => ({
    ...config,
    limits: mapSet(config.limits, `${level}|${scope}`, limits),
  }),
  ShardsSet: (config, { shards }) =>
    shards.length < 2
      ? config
      : { ...config, sharing: { allotments: emptyMap(), ...config.sharing, shards } },
  TierTableSet: (config, { rows }) => {
    // Judged before it was taken, its service levels too.
    const table = checkTierTable(rows as readonly TierRow[]);
    return table.ok ? { ...config, tiers: table.value } : config;
  },
  CheckPolicySet: (config, { checks, approval, calm, floor }) => ({
    ...config,
    policy: { checks, approval },
    tightening: { calm, floor },
  }),
  RoutingPolicySet: (config, { policy }) => ({ ...config, routing: policy }),
  CategoryRulesSet: withCategoryRules,
  TradingModeSet: (config, { mode, approval }) => ({ ...config, mode, modeApproval: approval }),
  VenueAccountSet: (config, { venueAccount, venue, client, mode, key }) => ({
    ...config,
    venueAccounts: mapSet(config.venueAccounts, venueAccount, {
      id: venueAccount,
      venue,
      client,
      mode,
      key,
    }),
  }),
};

function withCategoryRules(config: Config, { rules }: Body<'CategoryRulesSet'>): Config {
  const categoryRules: Partial<Record<ClientCategory, CategoryRules[ClientCategory]>> = {};
  const regimeLeverage: Partial<Record<ClientCategory, Decimal>> = {};
  for (const [category, { maxLeverage, ...rule }] of Object.entries(rules)) {
    categoryRules[category as ClientCategory] = rule;
    regimeLeverage[category as ClientCategory] = maxLeverage;
  }
  return { ...config, categoryRules: categoryRules as CategoryRules, regimeLeverage };
}

export function onControlTaken(state: EngineState, { control }: ControlTaken): EngineState {
  const { body, sequence } = control;
  // The table gives each kind its own fold; the compiler can't see that through the look-up.
  const fold = FOLDS[body.kind] as ((config: Config, body: ControlBody) => Config) | undefined;
  const config = fold === undefined ? state.config : fold(state.config, body);
  const next = { ...state, config, controlSequence: sequence };
  if (body.kind !== 'VenueAccountSet') return next;
  const standing = mapGet(state.venues, body.venueAccount) ?? UNHEARD;
  return { ...next, venues: mapSet(next.venues, body.venueAccount, standing) };
}

export function onAllotmentSet(
  state: EngineState,
  { limit, cap, amount }: Extract<EngineEvent, { readonly type: 'AllotmentSet' }>,
): EngineState {
  const { sharing } = state.config;
  if (sharing === undefined) return state;
  const allotments = mapSet(sharing.allotments, limit, { cap, amount });
  return { ...state, config: { ...state.config, sharing: { ...sharing, allotments } } };
}

/** Its turn has passed; nothing of it is held to. */
export const onControlRefused = (
  state: EngineState,
  { control }: Extract<EngineEvent, { readonly type: 'ControlRefused' }>,
): EngineState => ({ ...state, controlSequence: control.sequence });
