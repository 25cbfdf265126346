/** Why a breaker stopped something, as people read it. The engine seals a kind, a figure and its line. */
import { BREAKER_KINDS, type BreakerKind } from '@ultrathink/domain/risk';
import { limitText } from '@/trpc/limit-words.ts';

type Style = Parameters<typeof limitText>[3];
type Said = (value: string, style: Style) => string;

const ms: Said = (value, style) => limitText('StalePrice', 'Milliseconds', value, style);
const money: Said = (value, style) => limitText('DailyLoss', 'Money', value, style);
const share: Said = (value, style) => limitText('DrawdownFromPeak', 'Ratio', value, style);
const count: Said = (value) => value;

interface Words {
  readonly figure: Said;
  readonly over: (actual: string, limit: string) => string;
  readonly silent: string;
}

const WORDS: Readonly<Record<BreakerKind, Words>> = {
  Loss: {
    figure: money,
    over: (actual, limit) => `Lost ${actual} today, of ${limit} allowed.`,
    silent: 'What was lost today is not known.',
  },
  Drawdown: {
    figure: share,
    over: (actual, limit) => `${actual} below its peak, of ${limit} allowed.`,
    silent: 'How far it is below its peak is not known.',
  },
  RejectBurst: {
    figure: count,
    over: (actual, limit) => `The venue refused ${actual} orders within a minute, over ${limit}.`,
    silent: 'What the venue refused is not known.',
  },
  StaleData: {
    figure: ms,
    over: (actual, limit) => `No price for ${actual}, over ${limit}.`,
    silent: 'No price was heard of.',
  },
  UnconfirmedOrders: {
    figure: count,
    over: (actual, limit) => `${actual} orders unconfirmed at once, over ${limit}.`,
    silent: 'How many orders are unconfirmed is not known.',
  },
  LedgerImbalance: {
    figure: money,
    over: (actual) => `The books do not sum to zero: ${actual} too much or too little.`,
    silent: 'Whether the books sum to zero is not known.',
  },
  AuditFailure: {
    figure: count,
    over: () => 'The audit trail could not be sealed.',
    silent: 'Whether the audit trail is sealed is not known.',
  },
  Latency: {
    figure: ms,
    over: (actual, limit) => `The venue took ${actual} to answer, over ${limit}.`,
    silent: 'How long the venue takes to answer is not known.',
  },
};

const SEALED =
  /^(?<kind>\w+) (?<why>Over|Silent): (?<actual>-?[\d.]+|nothing heard), limit (?<limit>-?[\d.]+)$/;
const REPEATED = /^RepeatedExecution Over: (?<repeats>\d+) orders without a person in between$/;

const isBreaker = (kind: string): kind is BreakerKind => Object.hasOwn(BREAKER_KINDS, kind);

/** The sentence; what is in no form that is known stays as it was sealed. */
export function breakerWords(why: string, style: Style): string {
  const repeats = REPEATED.exec(why)?.groups?.['repeats'];
  if (repeats !== undefined) return `${repeats} orders of it without a person in between.`;
  const { kind = '', actual = '', limit = '' } = SEALED.exec(why)?.groups ?? {};
  if (!isBreaker(kind)) return why;
  const words = WORDS[kind];
  if (actual === 'nothing heard') return words.silent;
  return words.over(words.figure(actual, style), words.figure(limit, style));
}
