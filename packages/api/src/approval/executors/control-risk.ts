/** Limits, the policy of checks, and that trading goes on. */
import {
  insertStateChange,
  keepCheckPolicy,
  keepLimitSet,
  listCheckPolicies,
  listLimitSets,
} from '@ultrathink/db/controls';
import { type AnyId, ok, toText } from '@ultrathink/domain/kernel';
import { accountsOf, controlExecutor, requireAccount } from './control.ts';

export const setLimits = controlExecutor({
  act: 'risk.proposeLimit',
  event: 'risk.setLimits',
  subject: ({ level, scope }) => ({ kind: 'Limits', id: `${level}:${scope}` }),
  async find({ tx }, { level, scope, client }) {
    if (client !== null) {
      const there =
        level === 'account'
          ? await requireAccount(tx, client, scope)
          : await accountsOf(tx, client);
      if (!there.ok) return there;
    }
    const [last] = await listLimitSets(tx, { level, scope }, 1);
    if (last === undefined) return ok({ client, version: 1, before: undefined });
    const limits = last.limits.map(({ value, ...limit }) => ({ ...limit, value: toText(value) }));
    const before = { level, scope, client, limits };
    return ok({ client, version: last.version + 1, before });
  },
  keep: keepLimitSet,
});

export const setCheckPolicy = controlExecutor({
  act: 'risk.proposeCheckPolicy',
  event: 'risk.setCheckPolicy',
  subject: () => ({ kind: 'CheckPolicy', id: 'checks' }),
  async find({ tx }) {
    const [last] = await listCheckPolicies(tx, 1);
    if (last === undefined) return ok({ client: null, version: 1, before: undefined });
    const { checks, calm, floor, version } = last;
    const before = { checks: [...checks], calm: toText(calm), floor: toText(floor) };
    return ok({ client: null, version: version + 1, before });
  },
  keep: keepCheckPolicy,
});

/** The engine alone knows what stands: it resumes what was agreed to, unless the stop has become worse. */
export const resumeTrading = controlExecutor({
  act: 'risk.proposeResume',
  event: 'risk.resume',
  subject: ({ key }) => ({ kind: 'TradingState', id: `${key.level}:${key.scope}` }),
  async find({ tx }, { key: { level, scope }, client }) {
    if (client !== null) {
      const there =
        level === 'account'
          ? await requireAccount(tx, client, scope)
          : await accountsOf(tx, client);
      if (!there.ok) return there;
    }
    return ok({ client, version: 0, before: undefined });
  },
  async keep(tx, { key, client, ends }, { at, proposal }, { applying }) {
    await insertStateChange(tx, {
      id: applying.services.ids.next<AnyId>(),
      key,
      client,
      change: 'Resume',
      grade: ends,
      why: 'As proposed and agreed to.',
      by: applying.execution.proposer,
      at,
      proposal,
      isDrill: false,
    });
    return true;
  },
});
