/**
 * A small log, sealed as the real one is: real hashes, a real chain and a real proof, so that what the
 * specimens claim can be checked in them. Names, times and signatures are invented.
 */
import { createHash } from 'node:crypto';
import {
  coverOf,
  foldCover,
  formatReceipt,
  genesis,
  type Hash,
  inclusionPlan,
  type NodeRef,
  type SealedEvent,
  sealEvent,
  toBase64,
  toHex,
} from '@ultrathink/domain/audit';
import type {
  AuditEvent,
  AuditEventRow,
  CheckpointRow,
  Facets,
  FacetValue,
  LogHead,
  Party,
  TimeBucket,
} from '@/features/audit/model.ts';

const digest = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

/** An id that looks like ours and is the same in every run. */
function idOf(name: string): string {
  const hex = sha(name);
  return `019aa5e2-${hex.slice(0, 4)}-7${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10, 22)}`;
}

const party = (kind: string, name: string): Party => ({ kind, id: idOf(name), name });
const VARGA = party('Person', 'E. Varga');
const SATO = party('Person', 'H. Sato');
const HELDT = party('Person', 'M. Heldt');
const ERASED: Party = { ...party('Person', 'somebody'), name: null };
const SYSTEM: Party = { kind: 'System', id: 'jobs', name: 'jobs' };
const HALDEN = party('Organisation', 'Halden Pension Fund');
const OSPREY = party('Organisation', 'Osprey Bank');

interface Act {
  readonly actor: Party;
  readonly action: string;
  readonly subject: Party;
  readonly client?: Party;
  readonly act: number;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string;
}

const GRANT = party('Grant', 'risk officer of H. Sato');
const PROPOSAL = party('Proposal', 'P-0388');
const RISK = { role: 'RiskOfficer', scope: 'Firm', expiresAt: '2027-05-21T00:00:00.000Z' };

const STORY: readonly Act[] = [
  {
    act: 0,
    actor: HELDT,
    action: 'access.invitePerson',
    subject: ERASED,
    client: OSPREY,
    after: { organisation: OSPREY.id, roles: ['ClientViewer'] },
  },
  { act: 1, actor: VARGA, action: 'auth.signIn', subject: VARGA, after: { factor: 'Passkey' } },
  {
    act: 2,
    actor: VARGA,
    action: 'access.proposeGrant',
    subject: PROPOSAL,
    after: { payload: RISK, quorum: 1 },
    reason: 'Cover for the autumn leave of T. Adeyemi',
  },
  {
    act: 2,
    actor: HELDT,
    action: 'approval.decide',
    subject: PROPOSAL,
    before: { state: 'Open', approvals: 0 },
    after: { state: 'Approved', approvals: 1 },
    reason: 'Agreed in the risk committee of 19 November',
  },
  {
    act: 2,
    actor: SYSTEM,
    action: 'access.grantRole',
    subject: GRANT,
    before: { role: 'Trader', scope: 'Firm', expiresAt: null, factors: ['Totp'] },
    after: { ...RISK, factors: ['Totp', 'Passkey'] },
  },
  {
    act: 3,
    actor: SATO,
    action: 'auth.confirmPasskey',
    subject: SATO,
    before: { passkeys: 0 },
    after: { passkeys: 1 },
  },
  {
    act: 4,
    actor: HELDT,
    action: 'access.proposeAllowList',
    subject: HALDEN,
    client: HALDEN,
    before: { ipAllowList: [] },
    after: { ipAllowList: ['203.0.113.0/24'] },
  },
  {
    act: 5,
    actor: SYSTEM,
    action: 'auth.endSession',
    subject: party('Session', 'a session'),
    client: HALDEN,
    before: { state: 'Active' },
    after: { state: 'Ended' },
    reason: 'Idle for 30 minutes',
  },
  {
    act: 6,
    actor: SYSTEM,
    action: 'audit.erasePerson',
    subject: ERASED,
    client: OSPREY,
    before: { key: 'Kept' },
    after: { key: 'Destroyed' },
  },
];

const COUNT = 96;
const FIRST_AT = Date.parse('2026-11-20T22:03:11.204Z');
/** Events come in bursts: minutes apart by day, hours by night. */
const GAPS_S = [3, 41, 1, 260, 95, 12, 1_310, 7, 540, 2_040, 66];

const WORLD = makeLog();

function makeLog() {
  const sealed: SealedEvent[] = [];
  const events: AuditEvent[] = [];
  let head: Parameters<typeof sealEvent>[1] = genesis(digest, 'people');
  let atMs = FIRST_AT;
  for (let index = 0; index < COUNT; index += 1) {
    const act = STORY[index % STORY.length];
    if (act === undefined) throw new Error('A story has at least one act.');
    atMs += (GAPS_S[index % GAPS_S.length] ?? 1) * 1_000 + ((index * 37) % 1_000);
    const round = Math.floor(index / STORY.length);
    const event = eventOf(act, index, round, new Date(atMs).toISOString());
    const next = sealEvent(digest, head, new TextEncoder().encode(event.body));
    sealed.push(next);
    const hashes = { hash: toHex(next.hash), previousHash: toHex(next.previousHash) };
    events.push({ ...event, ...hashes });
    head = next;
  }
  return { sealed, events };
}

function eventOf(act: Act, index: number, round: number, at: string): AuditEvent {
  const id = idOf(`event ${index}`);
  const { actor, action, subject, before = null, after = null, reason = null } = act;
  const correlationId = idOf(`act ${round} ${act.act}`);
  const party = ({ kind, id: of }: Party) => ({ kind, id: of });
  const sealedBody = {
    v: 1,
    id,
    at,
    actor: party(actor),
    action,
    subject: party(subject),
    before,
    after,
    reason,
    correlationId,
  };
  return {
    id,
    at,
    chain: 'people',
    sequence: index + 1,
    actor,
    onBehalfOf: null,
    client: act.client ?? null,
    action,
    subject,
    correlationId,
    before,
    after,
    reason,
    commandId: idOf(`command ${index}`),
    causationId: null,
    writer: 'web',
    session: null,
    apiKey: null,
    leafIndex: index,
    hash: '',
    previousHash: '',
    body: JSON.stringify(sealedBody),
  };
}

function nodeHash({ level, index }: NodeRef): Hash {
  if (level === 0) return WORLD.sealed[index]?.hash ?? new Uint8Array(32);
  const halves = [index * 2, index * 2 + 1].map((half) =>
    nodeHash({ level: level - 1, index: half }),
  );
  return foldCover(digest, halves);
}

const rootOf = (size: number): Hash => foldCover(digest, coverOf(0, size).map(nodeHash));

/** Newest first, as the explorer shows them. */
export const SPECIMEN_EVENTS: readonly AuditEvent[] = WORLD.events.toReversed();
export const SPECIMEN_ROWS: readonly AuditEventRow[] = SPECIMEN_EVENTS.map(
  ({
    id,
    at,
    chain,
    sequence,
    actor,
    onBehalfOf,
    client,
    action,
    subject,
    correlationId,
    hash,
  }) => ({
    id,
    at,
    chain,
    sequence,
    actor,
    onBehalfOf,
    client,
    action,
    subject,
    correlationId,
    hash,
  }),
);

/** An event that changed something, from the middle of the log. */
export const SPECIMEN_EVENT: AuditEvent | undefined = WORLD.events[49];
export const SPECIMEN_CORRELATED: readonly AuditEventRow[] = WORLD.events.filter(
  ({ correlationId }) => correlationId === SPECIMEN_EVENT?.correlationId,
);

const ORIGIN = 'ultrathink.example/audit';

/** Signed by nobody: of a signature only the length is real, after four bytes of key id. */
function noteOf(size: number): string {
  const signatures = [64, 2_428].map(
    (bytes) => `— ${ORIGIN} ${toBase64(new Uint8Array(4 + bytes).fill(7))}\n`,
  );
  return `${ORIGIN}\n${size}\n${toBase64(rootOf(size))}\n\n${signatures.join('')}`;
}

export const SPECIMEN_RECEIPT: string = formatReceipt({
  index: 49,
  proof: inclusionPlan(49, COUNT).map((cover) => foldCover(digest, cover.map(nodeHash))),
  checkpoint: noteOf(COUNT),
});

/** Newest first. */
export const SPECIMEN_CHECKPOINTS: readonly CheckpointRow[] = [COUNT, 78, 44, 31, 12].map(
  (size) => ({
    size,
    at: new Date(Date.parse(WORLD.events[size - 1]?.at ?? '') + 20_000).toISOString(),
    root: toHex(rootOf(size)),
    algorithms: ['Ed25519', 'ML-DSA-44'],
    note: noteOf(size),
  }),
);

export const SPECIMEN_HEAD: LogHead = {
  treeSize: COUNT,
  chains: [
    {
      chain: 'people',
      sequence: COUNT,
      hash: WORLD.events.at(-1)?.hash ?? '',
    },
  ],
  checkpoint: SPECIMEN_CHECKPOINTS[0] ?? null,
  keys: ['Ed25519', 'ML-DSA-44'].map((algorithm) => ({
    name: ORIGIN,
    algorithm,
    fingerprint: sha(`specimen key ${algorithm}`),
    line: `${ORIGIN}+00000000+AA==`,
    since: '2026-11-20T22:00:00.000Z',
    until: null,
  })),
  lastCheck: {
    at: '2026-11-21T08:15:00.000Z',
    events: COUNT,
    checkpoints: 5,
    copies: 9,
    finding: null,
  },
};

function countBy(
  read: (event: AuditEvent) => { readonly value: string; readonly name?: string | null } | null,
): readonly FacetValue[] {
  const counts = new Map<string, FacetValue>();
  for (const event of WORLD.events) {
    const found = read(event);
    if (found === null) continue;
    const { value, name = null } = found;
    counts.set(value, { value, name, count: (counts.get(value)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

const named = ({ id, name }: Party) => ({ value: id, name });

export const SPECIMEN_FACETS: Facets = {
  action: countBy(({ action }) => ({ value: action })),
  actor: countBy(({ actor }) => named(actor)),
  subject: countBy(({ subject }) => ({ value: subject.kind })),
  client: countBy(({ client }) => client && named(client)),
  chain: countBy(({ chain }) => ({ value: chain })),
};

const HOUR_MS = 3_600_000;

export const SPECIMEN_BUCKETS: readonly TimeBucket[] = Array.from({ length: 24 }, (_, hour) => {
  const start = Math.floor(FIRST_AT / HOUR_MS) * HOUR_MS + hour * HOUR_MS;
  const [from, to] = [new Date(start).toISOString(), new Date(start + HOUR_MS).toISOString()];
  return { from, to, count: WORLD.events.filter(({ at }) => at >= from && at < to).length };
});
