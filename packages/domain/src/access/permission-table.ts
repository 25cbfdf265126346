/**
 * The permission table: every act there is, what it acts on, and who may do it. Read it as a table,
 * one act a row; a page shows the same rows. Invariants, each with its test:
 *
 * - an auditor holds every read and no write (`read` adds the role, so a row can't forget it);
 * - an administrator, whose grant reaches no client, can do nothing to what is a client's;
 * - no role trades and sets limits; acts that only make things safer need no step-up;
 * - acts named `propose...` change nothing: they open a proposal, which others decide.
 */
import type { Role } from './roles.ts';

/**
 * What an act is about. Firm: what is the firm's own or all clients share. Organisation: who belongs to it and how they
 * sign in, never its business. Client: what is the client's. Self: what is one's own.
 */
export type ResourceKind = 'Firm' | 'Organisation' | 'Client' | 'Self';

/** What an API key may do: nothing, what every key may, or what only a key with trading scope may. */
export type KeyScope = 'Read' | 'Trade';

export interface PermissionSpec {
  /** Completes "your role can't ...". */
  readonly phrase: string;
  readonly kind: 'Read' | 'Write';
  readonly on: readonly ResourceKind[];
  readonly roles: readonly Role[];
  /** Whether each act needs a fresh proof of who acts, bound to exactly this act. */
  readonly stepUp: boolean;
  readonly key: KeyScope | null;
}

type On = readonly [ResourceKind, ...ResourceKind[]];

function read<const Kinds extends On>(phrase: string, on: Kinds, roles: readonly Role[]) {
  const all: readonly Role[] = [...roles, 'Auditor'];
  return { phrase, kind: 'Read', on, roles: all, stepUp: false, key: null } as const;
}

function write<const Kinds extends On>(phrase: string, on: Kinds, roles: readonly Role[]) {
  return { phrase, kind: 'Write', on, roles, stepUp: false, key: null } as const;
}

const own = (phrase: string, kind: 'Read' | 'Write') =>
  ({ phrase, kind, on: ['Self'], roles: EVERYONE, stepUp: false, key: null }) as const;

/** The same row, and the act needs a step-up. */
function proved<Spec extends PermissionSpec>(spec: Spec): Omit<Spec, 'stepUp'> & { stepUp: true } {
  return { ...spec, stepUp: true };
}

/** The same row, and an API key of this scope may do it where its owner may. */
function byKey<Spec extends PermissionSpec>(
  key: KeyScope,
  spec: Spec,
): Omit<Spec, 'key'> & { key: KeyScope } {
  return { ...spec, key };
}

const PM = 'PortfolioManager';
const TRADER = 'Trader';
const RISK = 'RiskOfficer';
const ANALYST = 'ComplianceAnalyst';
const MLRO = 'HeadOfCompliance';
const OPS = 'Operations';
const FINANCE = 'Finance';
const ADMIN = 'Administrator';
const GLASS = 'BreakGlass';
const C_TRADER = 'ClientTrader';
const C_ADMIN = 'ClientAdministrator';

const CLIENT = ['ClientViewer', C_TRADER, C_ADMIN] as const;
const DESK = [PM, TRADER] as const;
const COMPLIANCE = [ANALYST, MLRO] as const;
const CONTROL = [RISK, ...COMPLIANCE] as const;
const BACK = [OPS, FINANCE] as const;
const STAFF = [...DESK, ...CONTROL, ...BACK] as const;
const EVERYONE: readonly Role[] = [...CLIENT, ...STAFF, 'Auditor', ADMIN, GLASS];

export const PERMISSIONS = {
  'self.read': own('see their own devices and sessions', 'Read'),
  'self.endSession': own('end their own sessions', 'Write'),
  'self.readViews': own('see saved views of tables', 'Read'),
  'self.keepViews': own('keep views of tables', 'Write'),
  'self.changePassword': proved(own('change their own password', 'Write')),
  'self.changeFactors': proved(own('change their own second factors', 'Write')),

  'access.readOrganisations': read('see organisations', ['Firm'], [...COMPLIANCE, OPS, ADMIN]),
  'access.registerOrganisation': write('register organisations', ['Firm'], [ADMIN]),
  'access.readPeople': read(
    'see people and their roles',
    ['Organisation'],
    [C_ADMIN, ...COMPLIANCE, ADMIN],
  ),
  'access.invitePerson': write('invite people', ['Organisation'], [C_ADMIN, ADMIN]),
  'access.readSessions': read("see people's sessions", ['Organisation'], [C_ADMIN, MLRO, ADMIN]),
  'access.endSession': write(
    "end people's sessions",
    ['Organisation'],
    [C_ADMIN, MLRO, ADMIN, GLASS],
  ),
  'access.endGrant': write('take roles back', ['Organisation'], [C_ADMIN, MLRO, ADMIN]),
  'access.proposeGrant': proved(write('propose roles', ['Organisation'], [C_ADMIN, ADMIN])),
  'access.proposeFactorReset': proved(
    write('propose the reset of a second factor', ['Organisation'], [C_ADMIN, ADMIN]),
  ),
  'access.proposeAllowList': proved(
    write('propose IP allow-lists', ['Organisation'], [C_ADMIN, ADMIN]),
  ),
  'access.readApiKeys': read('see API keys', ['Organisation'], [C_TRADER, C_ADMIN, MLRO, ADMIN]),
  'access.createReadKey': proved(write('create read-only API keys', ['Organisation'], [C_ADMIN])),
  'access.proposeTradeKey': proved(
    write('propose API keys that trade', ['Organisation'], [C_ADMIN]),
  ),
  'access.claimApiKey': proved(
    write('give a secret to an approved API key', ['Organisation'], [C_TRADER, C_ADMIN]),
  ),
  'access.revokeApiKey': write(
    'revoke API keys',
    ['Organisation'],
    [C_TRADER, C_ADMIN, MLRO, ADMIN, GLASS],
  ),
  'access.readPermissions': read(
    'see the permission table',
    ['Firm', 'Organisation'],
    [C_ADMIN, RISK, MLRO, ADMIN],
  ),
  'access.tryPermission': read(
    'try out what a person may do',
    ['Firm', 'Organisation'],
    [C_ADMIN, MLRO, ADMIN],
  ),
  'access.review': read('review access', ['Firm', 'Organisation'], [C_ADMIN, MLRO, ADMIN]),

  'approval.read': read(
    'see proposals',
    ['Firm', 'Organisation', 'Client'],
    [C_ADMIN, ...STAFF, ADMIN],
  ),
  'approval.decide': proved(
    write(
      'decide proposals',
      ['Firm', 'Organisation', 'Client'],
      [C_ADMIN, PM, ...CONTROL, ...BACK, ADMIN],
    ),
  ),
  'approval.readPolicy': read(
    'see the approval policy',
    ['Firm'],
    [PM, ...CONTROL, ...BACK, ADMIN],
  ),
  'approval.tryPolicy': read(
    'try out the approval policy',
    ['Firm'],
    [PM, ...CONTROL, ...BACK, ADMIN],
  ),
  'approval.draftPolicy': write('draft the approval policy', ['Firm'], [RISK, MLRO, ADMIN]),
  'approval.proposePolicy': proved(
    write('propose that an approval policy be published', ['Firm'], [RISK, MLRO, ADMIN]),
  ),

  'audit.read': read('read the audit trail', ['Firm', 'Client'], [...CLIENT, ...COMPLIANCE]),
  'audit.verify': read('verify the audit trail', ['Firm', 'Client'], [...CLIENT, ...COMPLIANCE]),
  'audit.export': read('export the audit trail', ['Firm', 'Client'], [C_ADMIN, ...COMPLIANCE]),
  'audit.readPersonalData': proved(
    read('open the vault of personal data', ['Firm', 'Client'], COMPLIANCE),
  ),
  'audit.proposeErasure': proved(
    write('propose the erasure of personal data', ['Firm', 'Client'], [MLRO]),
  ),
  'audit.proposeSigningKey': proved(write('propose a new signing key', ['Firm'], [ADMIN])),

  'operations.read': read('see operations', ['Firm'], [...DESK, RISK, MLRO, OPS, ADMIN, GLASS]),
  'operations.ping': write('ping the engine', ['Firm'], [OPS, ADMIN, GLASS]),
  'operations.switchFaults': write('switch faults of the demo', ['Firm'], [TRADER, OPS, ADMIN]),
  'operations.proposeTradingMode': proved(write('propose the trading mode', ['Firm'], [RISK, OPS])),

  'venues.read': read('see venues', ['Firm'], [...STAFF, ADMIN, GLASS]),
  'venues.readKeys': read('see the age and use of venue keys', ['Firm'], [RISK, OPS]),
  'venues.createAccount': write('name our accounts at venues', ['Firm'], [OPS]),
  'venues.submitKey': proved(write('enter venue keys, sealed for the worker', ['Firm'], [OPS])),
  'venues.proposeKey': proved(write('propose venue keys', ['Firm'], [OPS])),
  'venues.disableKey': write('disable venue keys', ['Firm'], [RISK, OPS, GLASS]),

  'marketData.read': byKey(
    'Read',
    read('see markets', ['Firm', 'Client'], [...CLIENT, ...STAFF, GLASS]),
  ),

  'clients.read': byKey('Read', read('see clients', ['Client'], [...CLIENT, ...STAFF, GLASS])),
  'clients.list': read('see which clients there are', ['Firm'], [...STAFF, GLASS]),
  'clients.readTiers': byKey(
    'Read',
    read('see tiers and fees', ['Firm', 'Client'], [...CLIENT, ...STAFF]),
  ),
  'clients.proposeTiers': proved(write('propose tiers and fees', ['Firm'], [FINANCE])),
  'clients.proposeState': proved(
    write("propose a client's state, category and tier", ['Client'], [...COMPLIANCE, OPS]),
  ),
  'clients.proposeMandate': proved(write('propose mandates', ['Client'], [ANALYST, OPS])),
  'clients.proposeTraders': proved(
    write('propose authorised traders', ['Client'], [C_ADMIN, ANALYST, OPS]),
  ),

  'trading.readOrders': byKey(
    'Read',
    read('see orders', ['Firm', 'Client'], [...CLIENT, ...STAFF, GLASS]),
  ),
  'trading.readAnalysis': byKey(
    'Read',
    read('see routing and its cost', ['Firm', 'Client'], [...CLIENT, ...DESK, ...CONTROL]),
  ),
  'trading.exportEvidence': read(
    'download evidence',
    ['Firm', 'Client'],
    [C_ADMIN, ...DESK, ...CONTROL],
  ),
  'trading.replayOrder': write(
    'have decisions on orders made again',
    ['Firm', 'Client'],
    [...DESK, ...CONTROL],
  ),
  'trading.preview': byKey('Trade', read('preview orders', ['Client'], [C_TRADER, ...DESK, RISK])),
  'trading.placeOrder': byKey('Trade', write('place orders', ['Client'], [C_TRADER, ...DESK])),
  'trading.amendOrder': byKey('Trade', write('amend orders', ['Client'], [C_TRADER, ...DESK])),
  'trading.cancelOrder': byKey(
    'Trade',
    write('cancel orders', ['Client'], [C_TRADER, ...DESK, RISK, GLASS]),
  ),
  'trading.readPolicy': read('see how orders are checked and routed', ['Firm'], STAFF),
  'trading.proposeRoutingPolicy': proved(
    write('propose how orders are routed', ['Firm'], [PM, OPS]),
  ),
  'trading.proposeHouseAccount': proved(
    write('propose accounts of the house for blocks', ['Firm'], [OPS]),
  ),
  'trading.readBlocks': read('see block orders', ['Firm'], [...DESK, ...CONTROL, OPS]),
  'trading.previewBlock': read('preview block orders', ['Client'], [...DESK, RISK]),
  'trading.placeBlockOrder': write('place block orders', ['Client'], DESK),
  'trading.proposeReallocation': proved(write('propose reallocations', ['Client'], [PM, OPS])),
  'trading.proposeOutcome': proved(
    write('propose the outcome of an unconfirmed order', ['Firm', 'Client'], [TRADER, OPS]),
  ),

  'trading.askVenue': write('ask venues before its turn', ['Firm', 'Client'], [...DESK, RISK, OPS]),

  'ledger.read': byKey('Read', read('see the ledger', ['Firm', 'Client'], [...CLIENT, ...STAFF])),
  'ledger.proposeAdjustment': proved(write('propose ledger adjustments', ['Firm', 'Client'], BACK)),
  'ledger.proposeTransfer': proved(write('propose transfers', ['Client'], BACK)),
  'ledger.proposeDeposit': proved(write('propose that deposits be booked', ['Client'], BACK)),
  'ledger.proposeWithdrawal': proved(write('propose that withdrawals be booked', ['Client'], BACK)),

  'portfolio.read': byKey(
    'Read',
    read('see positions and P&L', ['Firm', 'Client'], [...CLIENT, ...STAFF, GLASS]),
  ),
  'portfolio.readBreaks': read('see breaks', ['Firm', 'Client'], [...DESK, RISK, MLRO, ...BACK]),
  'portfolio.explainBreak': write('explain breaks', ['Firm', 'Client'], BACK),
  'portfolio.proposeBreakClose': proved(
    write('propose that a break be closed', ['Firm', 'Client'], BACK),
  ),

  'risk.readState': byKey(
    'Read',
    read('see the trading state', ['Firm', 'Client'], [...CLIENT, ...STAFF, ADMIN, GLASS]),
  ),
  'risk.readLimits': byKey(
    'Read',
    read('see limits and their use', ['Firm', 'Client'], [...CLIENT, ...STAFF, GLASS]),
  ),
  'risk.readStrip': read(
    'see what holds for the whole firm at this moment',
    ['Firm'],
    [...STAFF, ADMIN, GLASS],
  ),
  'risk.proposeLimit': proved(write('propose limits', ['Firm', 'Client'], [RISK])),
  'risk.proposeCheckPolicy': proved(write('propose which checks an order needs', ['Firm'], [RISK])),
  'risk.halt': write('halt trading', ['Firm', 'Client'], [...DESK, RISK, MLRO, OPS, GLASS]),
  'risk.flatten': proved(write('flatten positions', ['Firm', 'Client'], [PM, RISK])),
  'risk.proposeResume': proved(
    write('propose that trading resume', ['Firm', 'Client'], [RISK, OPS]),
  ),
  'risk.runDrill': proved(write('run drills of the kill switch', ['Firm'], [RISK, OPS])),

  'compliance.readRestrictions': read('see the restricted list', ['Firm'], [...DESK, ...CONTROL]),
  'compliance.proposeRestriction': proved(write('propose restrictions', ['Firm'], COMPLIANCE)),
  'compliance.readRules': read('see what each category may trade', ['Firm'], STAFF),
  'compliance.proposeCategoryRules': proved(
    write('propose what each category may trade', ['Firm'], COMPLIANCE),
  ),
} as const satisfies Readonly<Record<`${string}.${string}`, PermissionSpec>>;
