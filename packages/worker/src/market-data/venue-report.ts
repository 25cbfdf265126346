/** How a venue is, as pages show it. */
import type { UtcTime } from '@ultrathink/domain/kernel';
import { msBetween } from '@ultrathink/domain/kernel';
import type { VenueReport, VenueStateEntry } from '@ultrathink/domain/market-data';
import type { ConnectionHealth } from '@ultrathink/venues';
import { sentenceOfReason } from './reason-sentence.ts';
import type { VenueFeed } from './venue-feed.ts';

const MOST_HISTORY = 10;
const MOST_FAULTS = 10;

type Reasons = VenueFeed['standing']['reasons'];

const wordsOf = (reasons: Reasons): VenueStateEntry['reasons'] =>
  reasons.slice(0, 10).map((reason) => ({ code: reason.code, sentence: sentenceOfReason(reason) }));

/** Newest first: what it is now, and what it was before in this run. */
export function historyOf({ standing }: Pick<VenueFeed, 'standing'>): VenueStateEntry[] {
  const { state, since, reasons, history } = standing;
  const before = history.map((change) => ({
    state: change.to,
    since: change.at,
    reasons: wordsOf(change.reasons),
  }));
  // The change that led to the state of now is told with the reasons of now.
  const earlier = before.slice(0, -1).reverse();
  return [{ state, since, reasons: wordsOf(reasons) }, ...earlier].slice(0, MOST_HISTORY);
}

export function reportOf(
  feed: VenueFeed,
  at: UtcTime,
  { updatesPerSecond, maxAgeMs }: { readonly updatesPerSecond: number; readonly maxAgeMs: number },
): VenueReport {
  const { setup, counts, connection } = feed;
  const health = connection?.health();
  const history = historyOf(feed);
  const [current = { state: 'DOWN', since: at, reasons: [] }] = history;
  const ages = feed.listed().flatMap(({ instrument }) => {
    const state = feed.book(instrument.id)?.state;
    return state?.kind === 'Good' ? [msBetween(state.at, at)] : [];
  });
  const { refused, ...told } = counts;
  return {
    venue: feed.venue,
    at,
    network: setup.network,
    current,
    history,
    ...lineParts(health),
    clockOffset: health?.clockOffset ?? null,
    streams: (health?.streams ?? []).slice(0, 8).map(streamPart),
    feed: {
      ...told,
      gaps: { ...counts.gaps },
      instruments: feed.listed().length,
      booksGood: ages.length,
      booksStale: ages.filter((ageMs) => Math.abs(ageMs) > maxAgeMs).length,
      updatesPerSecond,
    },
    instrumentsAt: health?.instrumentsAt ?? null,
    refused,
  };
}

function streamPart(stream: ConnectionHealth['streams'][number]): VenueReport['streams'][number] {
  const { name, state, openedAt, lastHeardAt, reconnects, messages, lastDown } = stream;
  const down = lastDown === null ? null : { at: lastDown.at, ...downText(lastDown.reason) };
  const told = { state, openedAt, lastHeardAt, reconnects, messages };
  return { name: name.slice(0, 40), ...told, lastDown: down };
}

type LineParts = Pick<
  VenueReport,
  'latencies' | 'budgets' | 'breakers' | 'requests' | 'lastFaults'
>;

function lineParts(health: ConnectionHealth | undefined): LineParts {
  const lines = health?.lines ?? [];
  const sum = (of: (line: (typeof lines)[number]) => number) =>
    lines.reduce((total, line) => total + of(line), 0);
  return {
    latencies: lines
      .flatMap(({ latencies }) => Object.entries(latencies))
      .map(([operation, summary]) => ({ operation, ...summary }))
      .slice(0, 24),
    budgets: lines
      .flatMap(({ name, budgets }) =>
        Object.entries(budgets).map(([budget, { capacity, left }]) => ({
          line: name.slice(0, 40),
          budget: budget.slice(0, 40),
          capacity,
          left: Math.round(left * 100) / 100,
        })),
      )
      .slice(0, 16),
    breakers: lines.slice(0, 8).map(({ name, breaker }) => ({
      line: name.slice(0, 40),
      state: breaker.state,
      reason: breaker.reason?.slice(0, 200) ?? null,
      until: breaker.until,
    })),
    requests: {
      answered: sum(({ counts }) => counts.answered),
      notSent: sum(({ counts }) => counts.notSent),
      noAnswer: sum(({ counts }) => counts.noAnswer),
      waiting: sum(({ waiting }) => waiting),
      inFlight: sum(({ inFlight }) => inFlight),
    },
    lastFaults: lines
      .flatMap(({ lastFaults }) => lastFaults)
      .map(({ at, text }) => ({ at, text: text.slice(0, 300) }))
      .sort((a, b) => (a.at < b.at ? 1 : -1))
      .slice(0, MOST_FAULTS),
  };
}

type StreamDown = NonNullable<ConnectionHealth['streams'][number]['lastDown']>['reason'];

function downText(reason: StreamDown): { code: string; detail: string } {
  switch (reason.code) {
    case 'ConnectTimeout':
      return { code: reason.code, detail: '' };
    case 'Silent':
      return { code: reason.code, detail: `${reason.silenceMs} ms` };
    case 'Cut':
      return { code: reason.code, detail: `${reason.closeCode} ${reason.detail}`.slice(0, 200) };
    default:
      return { code: reason.code, detail: reason.detail.slice(0, 200) };
  }
}
