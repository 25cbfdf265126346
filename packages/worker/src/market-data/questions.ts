/** What an engine is asked about markets, and what it answers. */
import type { CommandBody, Decision, TradingCommand } from '@ultrathink/domain/engine';

type OtherName = 'ping' | TradingCommand['name'];

export type MarketQuestion = Exclude<CommandBody, { readonly name: OtherName }>;

type Accepted = Extract<Decision['outcome'], { readonly kind: 'Accepted' }>['result'];
export type MarketAnswer = Exclude<Accepted, { readonly name: OtherName }>;

/** Answers at once, out of memory. */
export type AnswerMarket = (question: MarketQuestion) => MarketAnswer;
