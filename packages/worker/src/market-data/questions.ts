/** What an engine is asked about markets, and what it answers. */
import type { CommandBody, Decision } from '@ultrathink/domain/engine';

export type MarketQuestion = Exclude<CommandBody, { readonly name: 'ping' }>;

type Accepted = Extract<Decision['outcome'], { readonly kind: 'Accepted' }>['result'];
export type MarketAnswer = Exclude<Accepted, { readonly name: 'ping' }>;

/** Answers at once, out of memory. */
export type AnswerMarket = (question: MarketQuestion) => MarketAnswer;
