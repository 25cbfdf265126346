import { describe, expect, expectTypeOf, it } from 'vitest';
import type { PersonId } from '../kernel/index.ts';
import type { Grant } from './grants.ts';
import type { ApiKeyId } from './ids.ts';
import type { ResourceKind } from './permission-table.ts';
import {
  type Actor,
  ALL_PERMISSIONS,
  type ApiKey,
  clientsFor,
  holds,
  isProposalAct,
  may,
  mayTry,
  type Permission,
  permissionMatrix,
  permissionSpec,
  type Resource,
  type ResourceOf,
  rolesReaching,
} from './permissions.ts';
import { CLIENT_ROLES, FIRM_ROLES, isRoleOf, ROLES, type Role } from './roles.ts';
import {
  ALPHA,
  ALPHA_PEOPLE,
  actor,
  BETA,
  BETA_PEOPLE,
  clientGrant,
  DAY_MS,
  FIRM,
  firmGrant,
  HOUR_MS,
  id,
  noon,
  staff,
} from './samples.ts';

const NOW = noon();
const ALPHA_DATA: Resource = { kind: 'Client', client: ALPHA };
const BETA_DATA: Resource = { kind: 'Client', client: BETA };
const THE_FIRM: Resource = { kind: 'Firm' };
const organisation = (of: typeof ALPHA_PEOPLE | typeof FIRM): Resource => ({
  kind: 'Organisation',
  organisation: of,
});

/** One resource of each kind; those that belong to a client belong to ALPHA. */
const RESOURCES: Readonly<Record<ResourceKind, Resource>> = {
  Firm: THE_FIRM,
  Organisation: organisation(ALPHA_PEOPLE),
  Client: ALPHA_DATA,
  Self: { kind: 'Self', person: id<PersonId>(1) },
};
const KINDS: readonly ResourceKind[] = ['Firm', 'Organisation', 'Client', 'Self'];

const grantFor = (role: Role): Grant =>
  isRoleOf('Client', role) ? clientGrant(1, role, ALPHA_PEOPLE) : firmGrant(1, role as never);
const person = (...roles: readonly Role[]): Actor => actor(1, roles.map(grantFor));
const codeOf = (who: Actor, permission: Permission, resource: Resource, at = NOW) => {
  const answer = mayTry(who, permission, resource, at);
  return answer.ok ? 'Permitted' : answer.error.code;
};
const writesOf = (role: Role) =>
  ALL_PERMISSIONS.filter((p) => permissionSpec(p).kind === 'Write' && holds(role, p));

describe('the permission table', () => {
  it('gives every permission to somebody, and nothing twice to the same role', () => {
    for (const { permission, roles, on } of permissionMatrix()) {
      expect([permission, roles.length > 0]).toEqual([permission, true]);
      expect([permission, new Set(roles).size]).toEqual([permission, roles.length]);
      expect([permission, new Set(on).size]).toEqual([permission, on.length]);
    }
  });

  it('names every permission context.act', () => {
    for (const permission of ALL_PERMISSIONS)
      expect(permission).toMatch(/^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/);
  });

  it('has words of its own for every act', () => {
    const phrases = permissionMatrix().map((row) => row.phrase);
    expect(new Set(phrases).size).toBe(phrases.length);
  });

  it('lets every role that holds a permission use it on something', () => {
    for (const { permission, roles, on } of permissionMatrix()) {
      for (const role of roles) {
        const usable = on.some((kind) => mayTry(person(role), permission, RESOURCES[kind], NOW).ok);
        expect([permission, role, usable]).toEqual([permission, role, true]);
      }
    }
  });

  it('gives an auditor every read and no write', () => {
    for (const { permission, kind, on } of permissionMatrix()) {
      if (on.some((about) => about === 'Self')) continue;
      expect([permission, holds('Auditor', permission)]).toEqual([permission, kind === 'Read']);
    }
  });

  it('gives a client viewer no write beyond what is his own', () => {
    const writes = writesOf('ClientViewer').filter((p) => !p.startsWith('self.'));
    expect(writes).toEqual([]);
  });

  it('gives no role both a trade and a limit', () => {
    const trades: readonly Permission[] = ['trading.placeOrder', 'trading.placeBlockOrder'];
    for (const role of ROLES) {
      const both = trades.some((p) => holds(role, p)) && holds(role, 'risk.proposeLimit');
      expect([role, both]).toEqual([role, false]);
    }
  });

  it('asks for a step-up for every proposal and every decision, and never to make things safer', () => {
    const proposals = ALL_PERMISSIONS.filter(isProposalAct);
    expect(proposals.length).toBeGreaterThan(15);
    for (const permission of [...proposals, 'approval.decide'] as const) {
      expect([permission, permissionSpec(permission).stepUp]).toEqual([permission, true]);
    }
    const safer = [
      'risk.halt',
      'trading.cancelOrder',
      'venues.disableKey',
      'access.endSession',
      'access.endGrant',
      'access.revokeApiKey',
      'self.endSession',
    ] as const;
    for (const permission of safer) {
      expect([permission, permissionSpec(permission).stepUp]).toEqual([permission, false]);
    }
  });

  it('lets nobody grant a role, reset a factor or change a policy but by a proposal', () => {
    const touching = ALL_PERMISSIONS.filter((p) =>
      /Grant|FactorReset|AllowList|TradeKey|Policy$/.test(p),
    ).filter((p) => permissionSpec(p).kind === 'Write' && !isProposalAct(p));
    expect(touching).toEqual(['access.endGrant', 'approval.draftPolicy']);
  });

  it('refuses at compile time to ask about the wrong kind of thing', () => {
    expectTypeOf<ResourceOf<'trading.placeOrder'>>().toEqualTypeOf<
      Extract<Resource, { kind: 'Client' }>
    >();
    expectTypeOf<{ kind: 'Firm' }>().not.toExtend<ResourceOf<'trading.placeOrder'>>();
    expectTypeOf<{ kind: 'Firm' }>().toExtend<ResourceOf<'approval.decide'>>();
  });
});

describe('may', () => {
  it('agrees with the table for each role, permission and kind of resource', () => {
    for (const role of ROLES) {
      for (const permission of ALL_PERMISSIONS) {
        for (const kind of KINDS) {
          const about = permissionSpec(permission).on.includes(kind);
          const clientAtFirm = isRoleOf('Client', role) && kind === 'Firm';
          const administratorAtClient = role === 'Administrator' && kind === 'Client';
          const expected =
            about && holds(role, permission) && !clientAtFirm && !administratorAtClient;
          const actual = mayTry(person(role), permission, RESOURCES[kind], NOW).ok;
          expect([role, permission, kind, actual]).toEqual([role, permission, kind, expected]);
        }
      }
    }
  });

  it('shows an administrator nothing of any client', () => {
    for (const permission of ALL_PERMISSIONS) {
      expect([permission, codeOf(staff(1, 'Administrator'), permission, ALPHA_DATA)]).toEqual([
        permission,
        'NotPermitted',
      ]);
      expect(clientsFor(staff(1, 'Administrator'), permission, NOW)).toEqual([]);
    }
  });

  it('answers outsiders the same to every permission, held or not', () => {
    const strangers: readonly Actor[] = [
      actor(1, []),
      ...CLIENT_ROLES.map((role) => actor(1, [clientGrant(1, role, BETA_PEOPLE)])),
      actor(1, [clientGrant(1, 'ClientAdministrator', ALPHA_PEOPLE, { until: noon(-1) })]),
      actor(1, [firmGrant(1, 'RiskOfficer', { until: noon(-1) })]),
      actor(1, [firmGrant(1, 'RiskOfficer', { from: noon(1) })]),
    ];
    for (const stranger of strangers) {
      for (const permission of ALL_PERMISSIONS) {
        for (const resource of [ALPHA_DATA, organisation(ALPHA_PEOPLE), THE_FIRM]) {
          expect(mayTry(stranger, permission, resource, NOW)).toEqual({
            ok: false,
            error: { code: 'OutsideTenant' },
          });
        }
      }
    }
  });

  it('lets nobody touch what is another person’s own', () => {
    const other: Resource = { kind: 'Self', person: id<PersonId>(2) };
    for (const permission of ALL_PERMISSIONS) {
      expect(codeOf(person(...FIRM_ROLES), permission, other)).toBe('OutsideTenant');
    }
  });

  it('needs no role for what is one’s own, so that who has just been invited can begin', () => {
    const mine = { kind: 'Self', person: id<PersonId>(1) } as const;
    expect(may(actor(1, []), 'self.changeFactors', mine, NOW).ok).toBe(true);
  });

  it('says who could, in the words of the asker’s own organisation', () => {
    expect(mayTry(person('ClientViewer'), 'trading.placeOrder', ALPHA_DATA, NOW)).toEqual({
      ok: false,
      error: {
        code: 'NotPermitted',
        permission: 'trading.placeOrder',
        whoCould: ['ClientTrader'],
      },
    });
    expect(mayTry(staff(1, 'Trader'), 'risk.proposeLimit', ALPHA_DATA, NOW)).toMatchObject({
      error: { whoCould: ['RiskOfficer'] },
    });
    expect(mayTry(person('ClientViewer'), 'risk.proposeLimit', ALPHA_DATA, NOW)).toMatchObject({
      error: { whoCould: ['RiskOfficer'] },
    });
  });

  it('tells staff that a client is not assigned to them', () => {
    expect(mayTry(staff(1, 'Trader'), 'trading.placeOrder', BETA_DATA, NOW)).toEqual({
      ok: false,
      error: { code: 'NotAssigned', permission: 'trading.placeOrder', client: BETA },
    });
    const narrowed = actor(1, [firmGrant(1, 'RiskOfficer', { clients: [ALPHA] })]);
    expect(codeOf(narrowed, 'risk.proposeLimit', ALPHA_DATA)).toBe('Permitted');
    expect(codeOf(narrowed, 'risk.proposeLimit', BETA_DATA)).toBe('NotAssigned');
  });

  it('tells who stands inside that the right role has ended, and when', () => {
    const ended = actor(1, [
      firmGrant(1, 'Administrator'),
      firmGrant(2, 'Trader', { until: noon(-HOUR_MS) }),
      firmGrant(3, 'Trader', { until: noon(-1) }),
      firmGrant(4, 'Trader', { until: noon(-DAY_MS + 1) }),
    ]);
    expect(mayTry(ended, 'trading.placeOrder', ALPHA_DATA, NOW)).toEqual({
      ok: false,
      error: { code: 'Expired', what: 'Trader', until: noon(-1) },
    });
    expect(codeOf(ended, 'trading.placeOrder', BETA_DATA)).toBe('NotPermitted');
  });

  it('changes with the next question when a grant ends', () => {
    const trader = actor(1, [
      firmGrant(1, 'Trader', { until: noon(1) }),
      firmGrant(1, 'Operations'),
    ]);
    expect(codeOf(trader, 'trading.placeOrder', ALPHA_DATA, noon(0))).toBe('Permitted');
    expect(codeOf(trader, 'trading.placeOrder', ALPHA_DATA, noon(1))).toBe('Expired');
  });

  it('adds up the grants of one person, each within its own reach', () => {
    const both = actor(1, [
      clientGrant(1, 'ClientTrader', ALPHA_PEOPLE),
      clientGrant(2, 'ClientViewer', BETA_PEOPLE),
    ]);
    expect(codeOf(both, 'trading.placeOrder', ALPHA_DATA)).toBe('Permitted');
    expect(codeOf(both, 'trading.placeOrder', BETA_DATA)).toBe('NotPermitted');
    expect(codeOf(both, 'trading.readOrders', BETA_DATA)).toBe('Permitted');
    expect(rolesReaching(both, BETA_DATA, NOW)).toEqual(['ClientViewer']);
  });

  it('ignores a grant that belongs to somebody else', () => {
    const thief: Actor = { ...actor(1, []), grants: [firmGrant(2, 'RiskOfficer')] };
    expect(codeOf(thief, 'risk.proposeLimit', ALPHA_DATA)).toBe('OutsideTenant');
  });

  it('keeps a client’s administrator out of the firm’s people and of other clients’', () => {
    const administrator = person('ClientAdministrator');
    expect(codeOf(administrator, 'access.proposeGrant', organisation(ALPHA_PEOPLE))).toBe(
      'Permitted',
    );
    expect(codeOf(administrator, 'access.proposeGrant', organisation(FIRM))).toBe('OutsideTenant');
    expect(codeOf(administrator, 'access.proposeGrant', organisation(BETA_PEOPLE))).toBe(
      'OutsideTenant',
    );
  });

  it('keeps staff out of the people of clients they are not assigned, but not administrators', () => {
    const trader = staff(1, 'Trader');
    expect(codeOf(trader, 'approval.read', organisation(ALPHA_PEOPLE))).toBe('Permitted');
    expect(codeOf(trader, 'approval.read', organisation(BETA_PEOPLE))).toBe('NotAssigned');
    const administrator = staff(1, 'Administrator');
    expect(codeOf(administrator, 'approval.read', organisation(BETA_PEOPLE))).toBe('Permitted');
  });

  it('gives no permission about a thing the permission is not about', () => {
    expect(mayTry(staff(1, 'RiskOfficer'), 'risk.proposeLimit', organisation(FIRM), NOW)).toEqual({
      ok: false,
      error: { code: 'NotPermitted', permission: 'risk.proposeLimit', whoCould: [] },
    });
  });

  it('tells a list exactly those clients of which each could be asked for', () => {
    const desks = [
      person('ClientTrader'),
      staff(1, 'Trader'),
      staff(1, 'RiskOfficer'),
      staff(1, 'Auditor'),
      staff(1, 'BreakGlass'),
      actor(1, [
        firmGrant(1, 'Trader', { clients: [ALPHA] }),
        firmGrant(1, 'PortfolioManager', { clients: [BETA] }),
      ]),
      actor(1, [
        firmGrant(1, 'Trader', { until: noon(-1) }),
        firmGrant(1, 'Operations', { clients: [BETA] }),
      ]),
    ];
    for (const desk of desks) {
      for (const permission of ALL_PERMISSIONS) {
        const listed = clientsFor(desk, permission, NOW);
        for (const client of [ALPHA, BETA]) {
          const one = mayTry(desk, permission, { kind: 'Client', client }, NOW).ok;
          expect([permission, client, listed === 'All' || listed.includes(client)]).toEqual([
            permission,
            client,
            one,
          ]);
        }
      }
    }
  });
});

describe('an API key', () => {
  const key = (changes: Partial<ApiKey> = {}): ApiKey => ({
    id: id<ApiKeyId>(1),
    organisation: ALPHA_PEOPLE,
    scope: 'Trade',
    from: noon(-DAY_MS),
    until: noon(DAY_MS),
    ...changes,
  });
  const trader = clientGrant(1, 'ClientTrader', ALPHA_PEOPLE);
  const withKey = (changes: Partial<ApiKey> = {}, grants: readonly Grant[] = [trader]) =>
    actor(1, grants, key(changes));

  it('may never do what its owner may not', () => {
    for (const role of CLIENT_ROLES) {
      const owner = clientGrant(1, role, ALPHA_PEOPLE);
      for (const permission of ALL_PERMISSIONS) {
        for (const kind of KINDS) {
          const byOwner = mayTry(actor(1, [owner]), permission, RESOURCES[kind], NOW).ok;
          const byKey = mayTry(withKey({}, [owner]), permission, RESOURCES[kind], NOW).ok;
          expect([role, permission, kind, byKey && !byOwner]).toEqual([
            role,
            permission,
            kind,
            false,
          ]);
        }
      }
    }
  });

  it('trades with trading scope, reads with either, and decides, grants and proposes with none', () => {
    const scopeOf = (permission: Permission) =>
      codeOf(withKey({ scope: 'Read' }), permission, ALPHA_DATA);
    expect(codeOf(withKey(), 'trading.placeOrder', ALPHA_DATA)).toBe('Permitted');
    expect(scopeOf('trading.placeOrder')).toBe('OutsideKeyScope');
    expect(scopeOf('trading.readOrders')).toBe('Permitted');
    for (const permission of ALL_PERMISSIONS) {
      const { kind, key: scope, stepUp } = permissionSpec(permission);
      if (kind === 'Write') expect([permission, scope]).not.toEqual([permission, 'Read']);
      if (stepUp) expect([permission, scope]).toEqual([permission, null]);
    }
  });

  it('opens only the client it was made for, whatever else its owner may see', () => {
    const owner = [trader, clientGrant(2, 'ClientTrader', BETA_PEOPLE)];
    expect(codeOf(actor(1, owner), 'trading.readOrders', BETA_DATA)).toBe('Permitted');
    expect(codeOf(withKey({}, owner), 'trading.readOrders', BETA_DATA)).toBe('OutsideTenant');
    expect(clientsFor(withKey({}, owner), 'trading.readOrders', NOW)).toEqual([ALPHA]);
    const employee = [firmGrant(1, 'Trader')];
    expect(codeOf(withKey({}, employee), 'trading.readOrders', ALPHA_DATA)).toBe('OutsideTenant');
  });

  it('ends with its own term and with its owner’s role', () => {
    expect(codeOf(withKey({ until: NOW }), 'trading.readOrders', ALPHA_DATA)).toBe('Expired');
    expect(codeOf(withKey({ from: noon(1) }), 'trading.readOrders', ALPHA_DATA)).toBe('Expired');
    expect(clientsFor(withKey({ until: NOW }), 'trading.readOrders', NOW)).toEqual([]);
    const left = [clientGrant(1, 'ClientTrader', ALPHA_PEOPLE, { until: NOW })];
    expect(codeOf(withKey({}, left), 'trading.readOrders', ALPHA_DATA)).toBe('OutsideTenant');
  });

  it('changes nothing of its owner’s own', () => {
    expect(codeOf(withKey(), 'self.changePassword', RESOURCES.Self)).toBe('OutsideKeyScope');
  });
});
