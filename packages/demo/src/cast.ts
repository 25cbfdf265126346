/** Who a demo is about: one firm, a person for each of its roles, ten clients. All invented. */
import type { ClientRole, FirmRole } from '@ultrathink/domain/access';

export const FIRM = { name: 'Aldermoor', domain: 'aldermoor.example' } as const;

export interface StaffMember {
  readonly name: string;
  readonly role: FirmRole;
  /** By name, for roles that see assigned clients alone. */
  readonly clients?: readonly string[];
}

export interface ClientPerson {
  readonly name: string;
  readonly role: ClientRole;
}

export interface DemoClient {
  readonly name: string;
  readonly domain: string;
  /** ISO 17442, with check digits that fit; null for a client without one. */
  readonly lei: string | null;
  readonly accounts: readonly string[];
  readonly people: readonly ClientPerson[];
}

const NORTHGATE = 'Northgate Pension Trust';
const HALDEN = 'Halden Capital Partners';
const TAMAR = 'Tamar Sovereign Reserve';
const KESTREL = 'Kestrel Prime Services';
const VANTOR = 'Vantor Family Office';
const ADRIATICA = 'Bancaria Adriatica';
const SABLE = 'Sable Ridge Market Making';
const ALBION = 'Port Albion University Endowment';
const ELMSWORTH = 'Rosamund Elmsworth';

/** Twice where the work of one is decided by another; a third of operations connects the venues. */
export const STAFF: readonly StaffMember[] = [
  { name: 'Ines Okafor', role: 'Administrator' },
  { name: 'Tomas Lindqvist', role: 'Administrator' },
  { name: 'Helena Brandt', role: 'HeadOfCompliance' },
  { name: 'Samuel Adeyemi', role: 'HeadOfCompliance' },
  { name: 'Yuki Tanaka', role: 'ComplianceAnalyst' },
  { name: 'Leila Haddad', role: 'RiskOfficer' },
  { name: 'Marek Nowak', role: 'RiskOfficer' },
  { name: 'Clara Moretti', role: 'PortfolioManager', clients: [NORTHGATE, HALDEN, TAMAR] },
  { name: 'Daniel Osei', role: 'Trader', clients: [NORTHGATE, HALDEN, TAMAR, KESTREL] },
  { name: 'Nadia Ferro', role: 'Trader', clients: [VANTOR, ADRIATICA, SABLE, ALBION, ELMSWORTH] },
  { name: 'Freya Jensen', role: 'Operations' },
  { name: 'Anton Vesely', role: 'Operations' },
  { name: 'Ravi Menon', role: 'Operations' },
  { name: 'Arjun Mehta', role: 'Finance' },
  { name: 'Ruth Goldberg', role: 'Auditor' },
];

const people = (viewer: string, trader: string, administrator: string): readonly ClientPerson[] => [
  { name: administrator, role: 'ClientAdministrator' },
  { name: trader, role: 'ClientTrader' },
  { name: viewer, role: 'ClientViewer' },
];

const client = (
  name: string,
  domain: string,
  accounts: readonly string[],
  persons: readonly ClientPerson[] = [],
): DemoClient => ({ name, domain, lei: null, accounts, people: persons });

export const CLIENTS: readonly DemoClient[] = [
  client(
    NORTHGATE,
    'northgate.example',
    ['Growth', 'Liquidity reserve'],
    people('Oliver Whitfield', 'Amara Diallo', 'Sofia Reyes'),
  ),
  client(
    HALDEN,
    'halden.example',
    ['Master', 'Offshore feeder'],
    people('Nils Aaberg', 'Priya Raman', 'Jonas Keller'),
  ),
  client(TAMAR, 'tamar.example', ['Reserve'], people('Eleni Markou', 'Viktor Dahl', 'Mei Lin')),
  client(
    'Ostrava Mutual Insurance',
    'ostrava.example',
    ['General account'],
    [{ name: 'Klara Novotna', role: 'ClientAdministrator' }],
  ),
  client(KESTREL, 'kestrel.example', ['House', 'Clients of Kestrel']),
  client(VANTOR, 'vantor.example', ['Family', 'Foundation']),
  client(ADRIATICA, 'adriatica.example', ['Treasury']),
  client(SABLE, 'sableridge.example', ['Inventory']),
  client(ALBION, 'portalbion.example', ['Endowment']),
  client(ELMSWORTH, 'elmsworth.example', ['Savings']),
];

/** `Ines Okafor` at `aldermoor.example`. */
export function emailOf(name: string, domain: string): string {
  return `${name.toLowerCase().replaceAll(' ', '.')}@${domain}`;
}
