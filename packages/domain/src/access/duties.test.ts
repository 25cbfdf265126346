import { describe, expect, it } from 'vitest';
import type { ClientId, PersonId } from '../kernel/index.ts';
import {
  type Act,
  actsThatBar,
  CONFLICTING_ROLES,
  COOLING_OFF_MS,
  checkDuties,
  roleConflicts,
} from './duties.ts';
import type { Grant } from './grants.ts';
import type { Permission } from './permissions.ts';
import { isRoleOf, ROLES, type Role } from './roles.ts';
import {
  ALPHA,
  ALPHA_PEOPLE,
  BETA,
  BETA_PEOPLE,
  clientGrant,
  firmGrant,
  HOUR_MS,
  id,
  noon,
} from './samples.ts';

const grantFor = (role: Role): Grant =>
  isRoleOf('Client', role) ? clientGrant(1, role, ALPHA_PEOPLE) : firmGrant(1, role as never);
const conflicts = (a: Grant, b: Grant) => roleConflicts(a, [b]).map(({ pair }) => pair.name);

describe('roles of one person', () => {
  it('conflict in either order, for every pair named', () => {
    for (const { name, one, other } of CONFLICTING_ROLES) {
      for (const a of one) {
        for (const b of other) {
          expect([name, a, b, conflicts(grantFor(a), grantFor(b)).includes(name)]).toEqual([
            name,
            a,
            b,
            true,
          ]);
          expect([name, b, a, conflicts(grantFor(b), grantFor(a)).includes(name)]).toEqual([
            name,
            b,
            a,
            true,
          ]);
        }
      }
    }
  });

  it('never conflict with themselves', () => {
    for (const role of ROLES)
      expect([role, conflicts(grantFor(role), grantFor(role))]).toEqual([role, []]);
  });

  it('leave these together, and nothing else of the firm', () => {
    const together = ROLES.flatMap((a, i) =>
      ROLES.slice(i + 1)
        .filter((b) => !isRoleOf('Client', a) && conflicts(grantFor(a), grantFor(b)).length === 0)
        .map((b) => `${a} + ${b}`),
    );
    expect(together).toEqual([
      'PortfolioManager + Trader',
      'RiskOfficer + ComplianceAnalyst',
      'RiskOfficer + HeadOfCompliance',
      'RiskOfficer + Operations',
      'RiskOfficer + Finance',
      'RiskOfficer + BreakGlass',
      'ComplianceAnalyst + HeadOfCompliance',
      'ComplianceAnalyst + Operations',
      'ComplianceAnalyst + Finance',
      'ComplianceAnalyst + BreakGlass',
      'HeadOfCompliance + Operations',
      'HeadOfCompliance + Finance',
      'HeadOfCompliance + BreakGlass',
      'Operations + Finance',
      'Operations + Administrator',
      'Operations + BreakGlass',
      'Finance + BreakGlass',
      'Administrator + BreakGlass',
    ]);
  });

  it('conflict also across organisations', () => {
    expect(conflicts(firmGrant(1, 'Trader'), clientGrant(1, 'ClientViewer', BETA_PEOPLE))).toEqual([
      'FirmAndClient',
    ]);
  });

  it('conflict only while both are in force', () => {
    const trader = firmGrant(1, 'Trader', { until: noon(HOUR_MS) });
    expect(conflicts(firmGrant(1, 'RiskOfficer', { from: noon(HOUR_MS) }), trader)).toEqual([]);
    expect(conflicts(firmGrant(1, 'RiskOfficer', { from: noon(HOUR_MS - 1) }), trader)).toEqual([
      'TraderAndRisk',
    ]);
    expect(conflicts(trader, firmGrant(1, 'RiskOfficer', { from: noon(HOUR_MS) }))).toEqual([]);
  });

  it('of two people never conflict', () => {
    expect(conflicts(firmGrant(1, 'Trader'), firmGrant(2, 'RiskOfficer'))).toEqual([]);
  });
});

describe('acts of one person', () => {
  const act = (
    permission: Permission,
    subject: string,
    client: ClientId | null = ALPHA,
    ms = 0,
    n = 1,
  ): Act => ({
    person: id<PersonId>(n),
    permission,
    subject,
    client,
    at: noon(ms),
  });
  const barredBy = (later: Act, ...history: readonly Act[]) => {
    const checked = checkDuties(later, history);
    return checked.ok ? 'Free' : checked.error.pair.name;
  };

  it('who proposes does not decide the same proposal, ever', () => {
    const proposed = act('risk.proposeLimit', 'proposal 1', ALPHA, -10 * COOLING_OFF_MS);
    expect(barredBy(act('approval.decide', 'proposal 1'), proposed)).toBe('MakerChecker');
    expect(barredBy(act('approval.decide', 'proposal 2'), proposed)).toBe('Free');
    expect(barredBy(act('approval.decide', 'proposal 1', ALPHA, 0, 2), proposed)).toBe('Free');
  });

  it('who wrote a policy does not publish it', () => {
    const drafted = act('approval.draftPolicy', 'policy 7', null);
    expect(barredBy(act('approval.proposePolicy', 'policy 7', null), drafted)).toBe(
      'AuthorPublisher',
    );
    expect(barredBy(act('approval.proposePolicy', 'policy 8', null), drafted)).toBe('Free');
  });

  it('who traded for a client does not set its limits, nor those of all', () => {
    const traded = act('trading.placeOrder', 'order 1', ALPHA, -1);
    expect(barredBy(act('risk.proposeLimit', 'x', ALPHA), traded)).toBe('TraderRisk');
    expect(barredBy(act('risk.proposeLimit', 'x', null), traded)).toBe('TraderRisk');
    expect(barredBy(act('risk.proposeResume', 'x', ALPHA), traded)).toBe('TraderRisk');
    expect(barredBy(act('risk.proposeLimit', 'x', BETA), traded)).toBe('Free');
    expect(barredBy(act('risk.halt', 'x', ALPHA), traded)).toBe('Free');
  });

  it('who stopped trading waits out the cooling-off time', () => {
    const traded = act('trading.placeOrder', 'order 1', ALPHA, -COOLING_OFF_MS);
    const limit = (ms: number) => barredBy(act('risk.proposeLimit', 'x', ALPHA, ms), traded);
    expect([limit(-1), limit(0)]).toEqual(['TraderRisk', 'Free']);
  });

  it('says which acts to look up first', () => {
    expect(actsThatBar('approval.proposePolicy')).toEqual(['approval.draftPolicy']);
    expect(actsThatBar('risk.proposeLimit')).toContain('trading.placeOrder');
    expect(actsThatBar('approval.decide')).toContain('access.proposeGrant');
    expect(actsThatBar('trading.placeOrder')).toEqual([]);
  });
});
