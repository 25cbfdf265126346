/** What compliance's checks are made of, for one child order, and what they say. */
import {
  complianceVerdicts,
  type Mandate,
  type Restriction,
  type RuleFacts,
} from '../../../compliance/index.ts';
import { fromEpochMs, mapEntries, mapGet } from '../../../kernel/index.ts';
import { type Facts, type OrderToCheck, reachOf } from '../../../risk/index.ts';
import type { ComplianceVerdicts } from '../../../trading/index.ts';
import type { Config } from '../config.ts';
import { clientTermsOf } from './limits.ts';
import type { Sight } from './sight.ts';
import { HOUSE, type Part } from './work.ts';

export function rulesOf(
  sight: Sight,
  order: OrderToCheck,
  facts: Facts,
  part: Part | null,
): ComplianceVerdicts {
  const { clOrdId, client, account, instrument, side, venue } = order;
  const { ordType } = sight.work.terms;
  // A program's key trades in the name of its person; of the engine's own orders there is none.
  const trader = sight.work.placedBy;
  return complianceVerdicts(
    { clOrdId, client, account, instrument, side, ordType, venue, trader },
    ruleFactsOf(sight, order, facts, part),
  );
}

function ruleFactsOf(
  sight: Sight,
  order: OrderToCheck,
  facts: Facts,
  part: Part | null,
): RuleFacts {
  const { config } = sight.state;
  const isHouse = order.client === HOUSE;
  const client = clientTermsOf(sight, part);
  return {
    at: sight.at,
    restrictions: restrictionsIn(config.restrictions).get(order.instrument) ?? [],
    mandates: mandatesOf(sight, order),
    clientState: isHouse ? 'Active' : (client?.state ?? null),
    category: isHouse ? 'EligibleCounterparty' : (client?.category ?? null),
    categoryRules: config.categoryRules,
    reduces: reachOf(order, facts.scopes.account)?.reduces ?? null,
  };
}

/**
 * An account has at most one in force. The house trades its own accounts without one; for a block each
 * client's is checked with his part, and in his name whoever trades the house's account acts.
 */
function mandatesOf(
  { state, work }: Sight,
  { account, client, venue }: OrderToCheck,
): readonly Mandate[] {
  const traders = mapGet(state.config.traders, account) ?? [];
  const set = mapGet(state.config.mandates, account);
  const byHouse = work.block === null ? [] : (mapGet(state.config.traders, work.account) ?? []);
  if (set !== undefined) return [{ ...set, traders: [...traders, ...byHouse] }];
  if (client !== HOUSE) return [];
  // A block is traded by who may trade every account that it is for: that is asked of each part.
  const byParts = work.block === null || work.placedBy === null ? [] : [work.placedBy];
  return [
    {
      id: 'house',
      account,
      instruments: [work.instrument],
      venues: [venue],
      sides: ['Buy', 'Sell'],
      traders: [...traders, ...byParts],
      from: fromEpochMs(0),
      until: null,
    },
  ];
}

type ByInstrument = ReadonlyMap<string, readonly Restriction[]>;

// Made once of each list, which changes when people decide and not with orders.
const byInstrumentOf = new WeakMap<Config['restrictions'], ByInstrument>();

function restrictionsIn(restrictions: Config['restrictions']): ByInstrument {
  const known = byInstrumentOf.get(restrictions);
  if (known !== undefined) return known;
  const all = mapEntries(restrictions).map(([, one]) => one);
  const made = Map.groupBy(all, ({ instrument }) => instrument as string);
  byInstrumentOf.set(restrictions, made);
  return made;
}
