/** What the explorer shows of the log. Answers of the platform are read into these shapes once. */

/** Somebody or something an event names. Names live outside the sealed bytes and may be gone. */
export interface Party {
  readonly kind: string;
  readonly id: string;
  readonly name: string | null;
}

export interface AuditEventRow {
  readonly id: string;
  /** ISO 8601 in UTC, as sealed. */
  readonly at: string;
  readonly chain: string;
  /** Place within its chain, from 1, without a gap. */
  readonly sequence: number;
  readonly actor: Party;
  readonly onBehalfOf: Party | null;
  readonly client: Party | null;
  readonly action: string;
  readonly subject: Party;
  readonly correlationId: string;
  /** Lower-case hexadecimal. */
  readonly hash: string;
}

export interface AuditEvent extends AuditEventRow {
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
  readonly commandId: string;
  readonly causationId: string | null;
  readonly writer: string;
  readonly session: string | null;
  readonly apiKey: string | null;
  readonly previousHash: string;
  /** Place among all leaves of the tree, from 0; null until the sealer has numbered it. */
  readonly leafIndex: number | null;
  /** The sealed bytes: canonical JSON. */
  readonly body: string;
}

/** One value of a facet and how many events of the search carry it. */
export interface FacetValue {
  readonly value: string;
  /** Of a person or a client, where it may be known. */
  readonly name: string | null;
  readonly count: number;
}

export type FacetId = 'action' | 'actor' | 'subject' | 'client' | 'chain';
export type Facets = Readonly<Record<FacetId, readonly FacetValue[]>>;

/** How many events lie in one span of time; spans touch. */
export interface TimeBucket {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export interface SigningKey {
  readonly name: string;
  readonly algorithm: string;
  /** SHA-256 of the public key, lower-case hexadecimal. */
  readonly fingerprint: string;
  /** The key as the offline programs read it. */
  readonly line: string;
  readonly since: string;
  readonly until: string | null;
}

/** A signed statement of how long the log is and what it holds; its size names it. */
export interface CheckpointRow {
  readonly size: number;
  readonly at: string;
  /** Lower-case hexadecimal. */
  readonly root: string;
  /** By what it is signed: `Ed25519`, `ML-DSA-44`. */
  readonly algorithms: readonly string[];
  /** The signed note, verbatim: what one keeps. */
  readonly note: string;
}

/** The platform's own regular verification: when it last ended, and what it found. */
export interface LogCheck {
  readonly at: string;
  readonly events: number;
  readonly checkpoints: number;
  /** Checkpoints outside the database that were compared. */
  readonly copies: number;
  /** Null when everything was as it was sealed. */
  readonly finding: string | null;
}

export interface ChainTip {
  readonly chain: string;
  readonly sequence: number;
  readonly hash: string;
}

export interface LogHead {
  readonly treeSize: number;
  readonly chains: readonly ChainTip[];
  readonly checkpoint: CheckpointRow | null;
  readonly keys: readonly SigningKey[];
  readonly lastCheck: LogCheck | null;
}
