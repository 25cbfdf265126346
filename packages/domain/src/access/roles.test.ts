import { describe, expect, expectTypeOf, it } from 'vitest';
import type { PersonId } from '../kernel/index.ts';
import {
  BREAK_GLASS_MAX_MS,
  type ClientGrant,
  checkGrant,
  type FirmGrant,
  type GrantRequest,
  isInForce,
  MAX_ASSIGNED_CLIENTS,
} from './grants.ts';
import type { GrantId } from './ids.ts';
import {
  CLIENT_ROLES,
  type ClientRole,
  FIRM_ROLES,
  isRole,
  isRoleOf,
  ROLE_SPECS,
  ROLES,
  type RoleOf,
} from './roles.ts';
import {
  ALPHA,
  ALPHA_PEOPLE,
  breakGlass,
  clientGrant,
  DAY_MS,
  FIRM,
  firmGrant,
  HOUR_MS,
  id,
  noon,
} from './samples.ts';

const request = (changes: Partial<GrantRequest>): GrantRequest => ({
  id: id<GrantId>(1),
  person: id<PersonId>(1),
  organisation: FIRM,
  role: 'Trader',
  clients: [ALPHA],
  from: noon(),
  until: null,
  grantedBy: id<PersonId>(2),
  ...changes,
});
const { clients: _none, ...withoutClients } = request({});
const codeOf = (changes: Partial<GrantRequest>) => {
  const checked = checkGrant(request(changes));
  return checked.ok ? 'Granted' : checked.error.code;
};

describe('roles', () => {
  it('belong to one kind of organisation, in the types', () => {
    expectTypeOf<RoleOf<'Client'>>().toEqualTypeOf<ClientRole>();
    expectTypeOf<Extract<RoleOf<'Firm'>, ClientRole>>().toBeNever();
    expectTypeOf<{ organisation: typeof FIRM; role: 'ClientTrader' }>().not.toExtend<
      Pick<ClientGrant, 'organisation' | 'role'>
    >();
    expectTypeOf<{ organisation: typeof ALPHA_PEOPLE; role: 'Trader' }>().not.toExtend<
      Pick<FirmGrant, 'organisation' | 'role'>
    >();
  });

  it('belong to one kind of organisation, at run time', () => {
    for (const role of ROLES) {
      expect(isRoleOf('Client', role)).toBe(CLIENT_ROLES.some((r) => r === role));
      expect(isRoleOf('Firm', role)).toBe(FIRM_ROLES.some((r) => r === role));
    }
  });

  it('each have an audience of their own kind and words of their own', () => {
    for (const role of ROLES) {
      const { kind, audience } = ROLE_SPECS[role];
      expect([role, audience === 'client']).toEqual([role, kind === 'Client']);
    }
    expect(new Set(ROLES.map((role) => ROLE_SPECS[role].title)).size).toBe(ROLES.length);
  });

  it('are a closed list, which names of object members do not open', () => {
    expect(['Trader', 'trader', 'Superuser', 'toString', '__proto__'].filter(isRole)).toEqual([
      'Trader',
    ]);
  });
});

describe('a grant', () => {
  it('of a firm role is refused in every client organisation', () => {
    for (const role of FIRM_ROLES) {
      const refused = checkGrant(request({ organisation: ALPHA_PEOPLE, role }));
      expect(refused).toEqual({
        ok: false,
        error: { code: 'RoleOfOtherKind', role, kind: 'Client' },
      });
    }
  });

  it('of a client role is refused in the firm', () => {
    for (const role of CLIENT_ROLES) expect(codeOf({ role })).toBe('RoleOfOtherKind');
  });

  it('of a role nobody knows is refused', () => {
    expect(codeOf({ role: 'Owner' })).toBe('UnknownRole');
  });

  it('to oneself is refused', () => {
    expect(codeOf({ grantedBy: id<PersonId>(1) })).toBe('GrantToOneself');
  });

  it('that would end before it starts is refused', () => {
    expect(codeOf({ until: noon() })).toBe('EndsBeforeItStarts');
    expect(codeOf({ until: noon(1) })).toBe('Granted');
  });

  it('reaches no more of clients than its role can', () => {
    expect(codeOf({ clients: 'All' })).toBe('ClientsNotForRole');
    expect(codeOf({ role: 'Administrator', clients: [ALPHA] })).toBe('ClientsNotForRole');
    expect(codeOf({ role: 'Administrator', clients: 'All' })).toBe('ClientsNotForRole');
    expect(codeOf({ role: 'Administrator', clients: [] })).toBe('Granted');
    expect(codeOf({ role: 'RiskOfficer', clients: 'All' })).toBe('Granted');
    expect(codeOf({ role: 'RiskOfficer', clients: [ALPHA] })).toBe('Granted');
    expect(codeOf({ role: 'ClientViewer', organisation: ALPHA_PEOPLE })).toBe('ClientsNotForRole');
    expect(checkGrant(withoutClients)).toMatchObject({ error: { code: 'ClientsNotForRole' } });
  });

  it('names no more clients than the limit', () => {
    const clients = Array.from({ length: MAX_ASSIGNED_CLIENTS + 1 }, () => ALPHA);
    expect(codeOf({ clients })).toBe('TooManyClients');
    expect(codeOf({ clients: clients.slice(1) })).toBe('Granted');
  });

  it('is in force from its first moment to before its last', () => {
    const grant = firmGrant(1, 'Trader', { from: noon(), until: noon(HOUR_MS) });
    const inForce = [-1, 0, HOUR_MS - 1, HOUR_MS].map((ms) =>
      isInForce(grant, grant.person, noon(ms)),
    );
    expect(inForce).toEqual([false, true, true, false]);
  });

  it('of somebody else gives nothing', () => {
    const grant = clientGrant(1, 'ClientTrader', ALPHA_PEOPLE);
    expect(isInForce(grant, id<PersonId>(1), noon())).toBe(true);
    expect(isInForce(grant, id<PersonId>(2), noon())).toBe(false);
  });
});

describe('break-glass', () => {
  const glass = { role: 'BreakGlass', reason: 'Incident 12.', until: noon(HOUR_MS) };

  it('is granted with an expiry, a reason and named clients only', () => {
    expect(codeOf(glass)).toBe('Granted');
    expect(codeOf({ ...glass, until: null })).toBe('ExpiryMissing');
    expect(codeOf({ ...glass, reason: '  ' })).toBe('ReasonMissing');
    expect(codeOf({ role: 'BreakGlass', until: noon(HOUR_MS) })).toBe('ReasonMissing');
    expect(codeOf({ ...glass, clients: 'All' })).toBe('ClientsNotForRole');
  });

  it('lasts four hours at most', () => {
    expect(codeOf({ ...glass, until: noon(BREAK_GLASS_MAX_MS) })).toBe('Granted');
    expect(codeOf({ ...glass, until: noon(BREAK_GLASS_MAX_MS + 1) })).toBe('TooLong');
  });

  it('gives nothing when its row has no expiry, no reason, or too long a life', () => {
    const grant = breakGlass(1);
    const inForce = (changes: object) => isInForce({ ...grant, ...changes }, grant.person, noon());
    expect(inForce({})).toBe(true);
    expect(inForce({ until: null })).toBe(false);
    expect(inForce({ reason: '' })).toBe(false);
    expect(inForce({ until: noon(DAY_MS) })).toBe(false);
    expect(inForce({ organisation: ALPHA_PEOPLE })).toBe(false);
  });
});
