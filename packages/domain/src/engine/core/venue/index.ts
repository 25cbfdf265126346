/** What venues say of our orders, and what we do about what they don't: the one door of this folder. */
import type { ClOrdId } from '../../../trading/index.ts';
import type { ControlBody } from '../control.ts';
import type { Draft } from '../draft.ts';

type Of<Kind extends ControlBody['kind']> = Extract<ControlBody, { kind: Kind }>;

/**
 * What of unconfirmed requests is due, and orders without an answer for 5 s become unconfirmed: each
 * time `TimeCame`.
 */
export function confirmDue(_draft: Draft): void {}

/** What people decided became of a request. */
export function assertOutcome(_draft: Draft, _body: Of<'OutcomeAsserted'>): void {}

/** A break that people agreed to close, with its entry. */
export function closeBreak(_draft: Draft, _body: Of<'BreakClosed'>): void {}

/** Of the agenda's `Evict`: a parent with its children, or again later while something is missing. */
export function evict(_draft: Draft, _subject: ClOrdId): void {}

/** Of the agenda's `Recheck`: an order whose fills or fees are missing, or a venue account to compare. */
export function recheck(_draft: Draft, _subject: string): void {}
