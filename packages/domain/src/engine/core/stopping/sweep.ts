/**
 * Looks after a stop that cancels until nothing of it works: what was accepted meanwhile, or whose
 * cancel was refused, is asked again; FLATTEN then closes what its accounts hold, place by place.
 */
import { compareTimes, mapGet, msBetween, signOf, type UtcTime } from '../../../kernel/index.ts';
import { quantityOnStep } from '../../../market-data/index.ts';
import {
  KILL_DUTIES,
  type LevelState,
  STATE_LEVELS,
  type StateKey,
  type StateLevel,
} from '../../../risk/index.ts';
import type { Draft } from '../draft.ts';
import { placeFlattening } from '../placing/index.ts';
import type { OrderInMemory } from '../state.ts';
import { askCancelOfChild } from './cancel.ts';
import { type Holding, holdingsIn, sliceOf } from './holdings.ts';
import { cancelAll, lookAgain } from './kill.ts';
import { endedIn, stateKeyText, workingIn } from './scope.ts';

/** Between two attempts to close what is left. */
const FLATTEN_EVERY_MS = 5_000;
/** Closing that has not ended by then is somebody's task. */
const FLATTEN_WITHIN_MS = 900_000;
/** One decision closes no more positions than this. */
const MOST_CLOSED = 50;

const isLevel = (text: string): text is StateLevel =>
  (STATE_LEVELS as readonly string[]).includes(text);

/** Of the agenda's `stop|level|scope`. */
export function stopKeyOf(subject: string): StateKey | null {
  const [head, level = '', ...scope] = subject.split('|');
  return head === 'stop' && isLevel(level) ? { level, scope: scope.join('|') } : null;
}

type Stopped = Exclude<LevelState, { readonly grade: null }>;

/** What was placed since the stop is what the stop itself placed: its orders that close positions. */
const isOld = ({ order }: OrderInMemory, since: UtcTime) => order.placedAt <= since;

export function sweepStop(draft: Draft, key: StateKey): void {
  const state = mapGet(draft.state.risk.states, stateKeyText(key));
  // Two people let it go on meanwhile.
  if (state === undefined || state.grade === null || !KILL_DUTIES[state.grade].cancelsAll) return;
  const { children } = workingIn(draft.state, key);
  const left = children.filter((child) => isOld(child, state.since));
  if (left.length > 0) {
    for (const child of left) if (!child.order.isCancelAsked) askCancelOfChild(draft, child);
    lookAgain(draft, key);
    return;
  }
  // Parents that no child of works: what was taken back, or never left.
  if (children.length === 0 && key.level !== 'venueKey') cancelAll(draft, key);
  if (!KILL_DUTIES[state.grade].flattens) {
    tellComplete(draft, key, state);
    return;
  }
  if (children.length > 0) {
    lookAgain(draft, key);
    return;
  }
  flatten(draft, key, state);
}

function flatten(draft: Draft, key: StateKey, state: Stopped): void {
  const open = holdingsIn(draft.state, key);
  if (open.length === 0) {
    tellComplete(draft, key, state);
    return;
  }
  if (msBetween(state.since, draft.moment.at) > FLATTEN_WITHIN_MS) {
    const subject = `${stateKeyText(key)}: ${open.length} positions are left`;
    const code = 'FlattenIncomplete';
    draft.perform({ kind: 'Alert', code, severity: 'Critical', venue: null, subject });
    return;
  }
  const instrument = draft.moment.market?.instrument;
  const here = open.filter((holding) => holding.instrument === instrument);
  for (const holding of here.slice(0, MOST_CLOSED)) close(draft, holding);
  lookAgain(draft, key, here.length === open.length ? FLATTEN_EVERY_MS : undefined);
}

/** As much of it as one order may have, on the venue's steps; the next attempt takes the next part. */
function close(draft: Draft, holding: Holding): void {
  const { account, venueAccount, instrument } = holding;
  const venue = mapGet(draft.state.config.venueAccounts, venueAccount)?.venue;
  const terms = draft.moment.market?.venues.find((one) => one.venue === venue)?.terms;
  const slice = sliceOf(draft.state, { ...holding, venue: venue ?? '' });
  const most = terms === undefined ? slice : quantityOnStep(terms, slice);
  if (signOf(most) > 0) placeFlattening(draft, account, venueAccount, instrument, 'Sell', most);
}

/** How long it took to the last cancel is what a drill is for. */
function tellComplete(draft: Draft, key: StateKey, { since, grade }: Stopped): void {
  const ended = endedIn(draft.state, key, since);
  const last = [...ended].sort(compareTimes).at(-1) ?? since;
  const ms = msBetween(since, last);
  const orders = ended.length;
  const { at } = draft.moment;
  draft.add({ type: 'StopCompleted', at, key, grade, since, orders, lastEndedMs: ms });
  const subject = `${stateKeyText(key)} ${grade}: ${orders} orders, last after ${ms} ms`;
  draft.perform({ kind: 'Alert', code: 'StopComplete', severity: 'Info', venue: null, subject });
}
