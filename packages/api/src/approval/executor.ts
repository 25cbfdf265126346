/**
 * What carries an approved proposal out. For each act one executor reads the world the proposal takes
 * for granted, with its rows locked, both when it is proposed and when it is executed; between the two
 * it must not have moved. It refuses before it writes.
 */
import type { Tx } from '@ultrathink/db';
import type {
  Execution,
  GrantRefusal,
  PolicyFault,
  ProposalAct,
  Resource,
  RoleConflict,
} from '@ultrathink/domain/access';
import type { EventDraft } from '@ultrathink/domain/audit';
import type { PersonId, Result, UtcTime } from '@ultrathink/domain/kernel';
import type { Services } from '../context.ts';
import type { VenueKeyProposalRefusal } from '../market-data/venue-keys/sentences.ts';
import type { ControlRefusal } from './executors/control-sentences.ts';

/** Why something can't be proposed, or can no longer be carried out. */
export type ExecutorRefusal =
  | { readonly code: 'PayloadUnreadable' }
  /** What it is about is gone, or was never to be seen from here. */
  | { readonly code: 'SubjectGone' }
  | { readonly code: 'PersonNotIn'; readonly state: string; readonly needed: string }
  | { readonly code: 'ClientUnknown' }
  | { readonly code: 'GrantRefused'; readonly refusal: GrantRefusal }
  | { readonly code: 'RoleConflict'; readonly conflicts: readonly RoleConflict[] }
  | { readonly code: 'OwnerCannotTrade' }
  | { readonly code: 'LastAdministrator' }
  | { readonly code: 'PolicyUnsound'; readonly faults: readonly PolicyFault[] }
  | { readonly code: 'VenueKeyRefused'; readonly refusal: VenueKeyProposalRefusal }
  | { readonly code: 'ControlRefused'; readonly refusal: ControlRefusal }
  /** Something else was written first. */
  | { readonly code: 'Overtaken' };

/** What is asked for, before or after it was approved. */
export interface Asked {
  readonly resource: Resource;
  readonly subject: string;
  /** As JSON has it; each executor reads it by its own schema. */
  readonly payload: unknown;
  readonly proposer: PersonId;
}

export interface World {
  /** Canonical JSON can hold it: versions and ids of the rows that would change. */
  readonly world: unknown;
  /** What the payload replaces, for the diff; undefined when it is new. */
  readonly before: unknown;
  /** Whom it favours or is about: they decide as little as who proposes. */
  readonly concerns: readonly PersonId[];
}

export interface Reading {
  readonly tx: Tx;
  readonly at: UtcTime;
  readonly services: Services;
}

export interface Applying extends Reading {
  readonly execution: Execution;
  /** Whose decision completed the quorum, or who asked for another try. */
  readonly by: PersonId;
}

export interface Executor {
  readonly readWorld: (reading: Reading, asked: Asked) => Promise<Result<World, ExecutorRefusal>>;
  readonly apply: (given: Applying) => Promise<Result<readonly EventDraft[], ExecutorRefusal>>;
}

/** Acts of later contexts have none yet: they can't be proposed. */
export type Executors = Readonly<Partial<Record<ProposalAct, Executor>>>;
