/**
 * The roles people can have. The firm and each of its clients are organisations, and a role belongs
 * to one kind of them: `RoleOf<'Client'>` is not a `RoleOf<'Firm'>`, so a client can't be handed the
 * firm's rights by a slip of the pen; `isRoleOf` says the same where types have been left behind.
 */
import type { ClientId } from '../kernel/index.ts';
import type { OrganisationId } from './ids.ts';

export const CLIENT_ROLES = ['ClientViewer', 'ClientTrader', 'ClientAdministrator'] as const;

export const FIRM_ROLES = [
  'PortfolioManager',
  'Trader',
  'RiskOfficer',
  'ComplianceAnalyst',
  'HeadOfCompliance',
  'Operations',
  'Finance',
  'Auditor',
  'Administrator',
  'BreakGlass',
] as const;

export const ROLES = [...CLIENT_ROLES, ...FIRM_ROLES] as const;

export type ClientRole = (typeof CLIENT_ROLES)[number];
export type FirmRole = (typeof FIRM_ROLES)[number];
export type Role = ClientRole | FirmRole;

export interface FirmOrganisation {
  readonly kind: 'Firm';
  readonly id: OrganisationId;
}

/** The people of one client. `client` is the tenant whose rows they see. */
export interface ClientOrganisation {
  readonly kind: 'Client';
  readonly id: OrganisationId;
  readonly client: ClientId;
}

export type Organisation = FirmOrganisation | ClientOrganisation;
export type OrganisationKind = Organisation['kind'];
export type RoleOf<Kind extends OrganisationKind> = Kind extends 'Firm' ? FirmRole : ClientRole;

/** The shells of the web, by their ids: where somebody with this role starts. */
export type Audience = 'client' | 'desk' | 'compliance' | 'operations';

/**
 * The most a role can see of clients. NoClients: accounts of people, never a client's data.
 * AssignedClients: those its grant names. AllClients: every one, or those its grant names.
 */
export type Reach = 'OwnClient' | 'NoClients' | 'AssignedClients' | 'AllClients';

export interface RoleSpec {
  readonly kind: OrganisationKind;
  readonly audience: Audience;
  readonly reach: Reach;
  /** As people say it: `a risk officer`, `2 risk officers`. */
  readonly title: string;
  readonly plural: string;
  /** One sentence for the page that grants it. */
  readonly does: string;
}

export const ROLE_SPECS: Readonly<Record<Role, RoleSpec>> = {
  ClientViewer: {
    kind: 'Client',
    audience: 'client',
    reach: 'OwnClient',
    title: 'client viewer',
    plural: 'client viewers',
    does: "Sees the client's portfolio, orders, statements and audit trail.",
  },
  ClientTrader: {
    kind: 'Client',
    audience: 'client',
    reach: 'OwnClient',
    title: 'client trader',
    plural: 'client traders',
    does: 'Places and cancels orders for the client, where its mandate lets it.',
  },
  ClientAdministrator: {
    kind: 'Client',
    audience: 'client',
    reach: 'OwnClient',
    title: 'client administrator',
    plural: 'client administrators',
    does: "Manages the client's people and API keys, and decides its proposals.",
  },
  PortfolioManager: {
    kind: 'Firm',
    audience: 'desk',
    reach: 'AssignedClients',
    title: 'portfolio manager',
    plural: 'portfolio managers',
    does: 'Decides what assigned clients hold, and trades it.',
  },
  Trader: {
    kind: 'Firm',
    audience: 'desk',
    reach: 'AssignedClients',
    title: 'trader',
    plural: 'traders',
    does: 'Works orders for assigned clients.',
  },
  RiskOfficer: {
    kind: 'Firm',
    audience: 'compliance',
    reach: 'AllClients',
    title: 'risk officer',
    plural: 'risk officers',
    does: 'Sets limits, halts and resumes trading. Never trades.',
  },
  ComplianceAnalyst: {
    kind: 'Firm',
    audience: 'compliance',
    reach: 'AllClients',
    title: 'compliance analyst',
    plural: 'compliance analysts',
    does: 'Watches conduct, keeps the restricted list, proposes what becomes of a client.',
  },
  HeadOfCompliance: {
    kind: 'Firm',
    audience: 'compliance',
    reach: 'AllClients',
    title: 'head of compliance',
    plural: 'heads of compliance',
    does: 'Answers for compliance and for reports of suspicion (MLRO).',
  },
  Operations: {
    kind: 'Firm',
    audience: 'operations',
    reach: 'AllClients',
    title: 'operations officer',
    plural: 'operations officers',
    does: 'Runs venues, settlement and reconciliation.',
  },
  Finance: {
    kind: 'Firm',
    audience: 'operations',
    reach: 'AllClients',
    title: 'finance officer',
    plural: 'finance officers',
    does: 'Keeps the ledger, fees and tiers.',
  },
  Auditor: {
    kind: 'Firm',
    audience: 'compliance',
    reach: 'AllClients',
    title: 'auditor',
    plural: 'auditors',
    does: 'Reads everything and writes nothing.',
  },
  Administrator: {
    kind: 'Firm',
    audience: 'operations',
    reach: 'NoClients',
    title: 'administrator',
    plural: 'administrators',
    does: "Manages organisations, people and roles. Sees no client's data.",
  },
  BreakGlass: {
    kind: 'Firm',
    audience: 'operations',
    reach: 'AssignedClients',
    title: 'break-glass',
    plural: 'people with break-glass',
    does: 'Sees named clients and stops things in an emergency: with a reason, for hours.',
  },
};

export function isRole(text: string): text is Role {
  return Object.hasOwn(ROLE_SPECS, text);
}

export function isRoleOf<Kind extends OrganisationKind>(
  kind: Kind,
  role: Role,
): role is RoleOf<Kind> {
  return ROLE_SPECS[role].kind === kind;
}
