/** What callers see of an error. No import: browsers read this too. */

export const ERROR_CODES = [
  'InvalidInput',
  'SignInNeeded',
  'StepUpNeeded',
  'Forbidden',
  'NotFound',
  'Conflict',
  'TooLarge',
  'WrongMediaType',
  'TooMany',
  'EngineAway',
  'DatabaseAway',
  'TooSlow',
  'OutcomeUnknown',
  'Fault',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** What one field of an input lacks. */
export interface FieldSentence {
  /** Its path, e.g. `legs.0.side`; empty for the input as a whole. */
  readonly field: string;
  readonly sentence: string;
}

/** A proof that is asked for: of exactly one act, within five minutes, in the session that asked. */
export interface StepUpDemand {
  /** Sent back with the act, in the header x-step-up, once `auth.proveStepUp` has accepted a proof. */
  readonly id: string;
  readonly accepts: readonly ('Totp' | 'Passkey')[];
  /** What the browser's authenticator is asked, where the person has a passkey. */
  readonly passkeyOptions?: unknown;
  /** What the proof will be of, for the person to read. */
  readonly sentence: string;
  readonly permission: string;
}

export interface PublicError {
  readonly code: ErrorCode;
  readonly httpStatus: number;
  /** Plain, for people: what happened and what is safe. */
  readonly sentence: string;
  /** Found in the log under this, e.g. `7F3K-22`. */
  readonly quote: string;
  /** Only of `InvalidInput`: what to put right, field by field. */
  readonly fields?: readonly FieldSentence[];
  /** Only of `StepUpNeeded`. */
  readonly stepUp?: StepUpDemand;
}
