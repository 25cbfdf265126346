/** The restricted list, what categories may trade, how orders are routed, and PAPER or LIVE. */
import {
  findRestriction,
  keepCategoryRules,
  keepLift,
  keepRestriction,
  keepRoutingPolicy,
  keepTradingMode,
  listCategoryRules,
  listRoutingPolicies,
  listTradingModes,
} from '@ultrathink/db/controls';
import { err, ok } from '@ultrathink/domain/kernel';
import { accountsOf, controlExecutor, refused } from './control.ts';

export const changeRestriction = controlExecutor({
  act: 'compliance.proposeRestriction',
  event: 'compliance.changeRestriction',
  subject: ({ id }) => ({ kind: 'Restriction', id }),
  async find({ tx }, payload) {
    if (payload.kind === 'Restrict') {
      const { client } = payload;
      const there = client === null ? ok(null) : await accountsOf(tx, client);
      return there.ok ? ok({ client, version: 0, before: undefined }) : there;
    }
    const standing = await findRestriction(tx, payload.id);
    if (standing === undefined) return err({ code: 'SubjectGone' });
    if (standing.lifted !== null) return refused({ code: 'AlreadyLifted' });
    const { id, instrument, client, side, until } = standing;
    const before = { kind: 'Restrict', id, instrument, client, side, until };
    return ok({ client, version: 0, before });
  },
  keep: (tx, payload, keeping, { found: { client } }) =>
    payload.kind === 'Restrict'
      ? keepRestriction(tx, payload, keeping)
      : keepLift(tx, { id: payload.id, client }, keeping),
});

export const setCategoryRules = controlExecutor({
  act: 'compliance.proposeCategoryRules',
  event: 'compliance.setCategoryRules',
  subject: () => ({ kind: 'CategoryRules', id: 'categories' }),
  async find({ tx }) {
    const [last] = await listCategoryRules(tx, 1);
    const before = last && { rules: last.rules };
    return ok({ client: null, version: (last?.version ?? 0) + 1, before });
  },
  keep: keepCategoryRules,
});

export const setRoutingPolicy = controlExecutor({
  act: 'trading.proposeRoutingPolicy',
  event: 'trading.setRoutingPolicy',
  subject: () => ({ kind: 'RoutingPolicy', id: 'routing' }),
  async find({ tx }) {
    const [last] = await listRoutingPolicies(tx, 1);
    const before = last && { policy: last.policy };
    return ok({ client: null, version: (last?.version ?? 0) + 1, before });
  },
  keep: keepRoutingPolicy,
});

export const setTradingMode = controlExecutor({
  act: 'operations.proposeTradingMode',
  event: 'trading.setMode',
  subject: () => ({ kind: 'TradingMode', id: 'mode' }),
  async find({ tx }) {
    const [last] = await listTradingModes(tx, 1);
    const before = last && { mode: last.mode };
    return ok({ client: null, version: (last?.version ?? 0) + 1, before });
  },
  keep: keepTradingMode,
});
