/**
 * The life of an order as a timeline: what its sealed events say, when their record was committed by the
 * database's clock, and when the first byte of each request left. Nothing is made up: a stage that nobody
 * recorded is not there.
 */
import {
  add,
  type Decimal,
  decimal,
  equals,
  shortHash,
  sum,
  toText,
  ZERO,
} from '@ultrathink/domain/kernel';
import { venueName } from '@ultrathink/domain/market-data';
import type { GlyphShape, Tone } from '@/ui/glyph.tsx';
import type { Trail, TrailEvent, Whole } from './model.ts';
import { readSealed, type Sealed } from './sealed.ts';

interface Step {
  readonly id: string;
  readonly shape: GlyphShape;
  readonly tone: Tone;
  readonly title: string;
  /** Milliseconds of the epoch, with a fraction where the clock had one. */
  readonly atMs: number;
  readonly evidence: string;
  /** Number of the sealed event in its chain: of what has one time the engine's own order is kept. */
  readonly after: number;
}

interface Told {
  readonly event: TrailEvent;
  readonly sealed: Sealed;
}

interface Case {
  readonly whole: Whole;
  readonly trail: Trail;
  readonly told: readonly Told[];
}

const DONE: Pick<Step, 'shape' | 'tone'> = { shape: 'disc', tone: 'accent' };
const MET: Pick<Step, 'shape' | 'tone'> = { shape: 'ring', tone: 'ink-2' };
const DOUBT: Pick<Step, 'shape' | 'tone'> = { shape: 'diamond-mark', tone: 'warn' };
const ENDED: Pick<Step, 'shape' | 'tone'> = { shape: 'ring-struck', tone: 'ink-3' };
const REFUSED: Pick<Step, 'shape' | 'tone'> = { shape: 'cross', tone: 'danger' };

/** ISO 8601 with up to microseconds, which `Date` would cut. */
export function momentMs(text: string): number {
  const micros = /\.\d{3}(\d{3})Z$/.exec(text)?.[1] ?? '0';
  return Date.parse(text.replace(/(\.\d{3})\d*Z$/, '$1Z')) + Number(micros) / 1_000;
}

const count = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;

export function stepsOf(whole: Whole, trail: Trail): readonly Step[] {
  const told = trail.events.flatMap((event) => {
    const sealed = readSealed(event);
    return sealed === null ? [] : [{ event, sealed }];
  });
  const of: Case = { whole, trail, told };
  const steps = [
    ...beginning(of),
    ...sendings(of),
    ...fillSteps(of),
    ...told.flatMap((one) => moveStep(of, one)),
    ...posted(of),
  ];
  return steps
    .map((step, n) => [step, n] as const)
    .toSorted(([a, n], [b, m]) => a.atMs - b.atMs || a.after - b.after || n - m)
    .map(([step]) => step);
}

/** Received, judged, durable: of the one event that seals the decision. */
function beginning({ whole, trail, told }: Case): readonly Step[] {
  const decided = told.find(({ event }) => event.action === 'trading.decideOrder');
  if (decided === undefined) return [];
  const { event, sealed } = decided;
  const { receivedAt, journal, verdict } = sealed.after;
  const who = sealed.actor.kind === 'ApiKey' ? 'a program’s key' : 'a person';
  const checks = whole.decisions.flatMap((decision) => decision.checks);
  const passing = checks.filter((check) => check.verdict === 'Pass' || check.verdict === 'Near');
  const steps: Step[] = [];
  const received = receivedAt ?? event.at;
  steps.push({
    id: 'received',
    ...MET,
    title: 'Received',
    after: 0,
    atMs: momentMs(received),
    evidence: receivedAt === undefined ? `from ${who}` : `at the door, from ${who}`,
  });
  const word = verdict === 'Refused' ? 'Refuse' : 'Allow';
  steps.push({
    id: 'checked',
    ...(verdict === 'Refused' ? REFUSED : DONE),
    title: 'Checked',
    after: 0,
    atMs: momentMs(event.at),
    evidence: `${passing.length} of ${count(checks.length, 'check')} pass, verdict ${word}`,
  });
  const recordedAt = trail.commits.find(
    ({ sequence }) => sequence === journal?.sequence,
  )?.recordedAt;
  if (recordedAt != null) {
    steps.push({
      id: 'committed',
      ...DONE,
      title: 'Committed',
      after: 0,
      atMs: momentMs(recordedAt),
      evidence: `journal record ${journal?.sequence} and AuditEvent ${event.sequence} in one transaction`,
    });
  }
  return steps;
}

/** One step for the children of one decision. */
function sendings({ whole, trail }: Case): readonly Step[] {
  const placedAt = new Map(
    whole.children.map((child) => [child.clOrdId as string, child.placedAt]),
  );
  const batches = Map.groupBy(
    trail.sendings.filter(({ operation }) => operation === 'order.place'),
    ({ clOrdId }) => placedAt.get(clOrdId) ?? '',
  );
  return [...batches.entries()].map(([batch, sent]) => {
    const venues = new Set(sent.map(({ venue }) => venue));
    const faults = sent.filter(({ fault }) => fault !== null).length;
    const failed = faults === 0 ? '' : `, ${faults} without an answer`;
    return {
      id: `sent ${batch}`,
      ...DONE,
      title: 'On the wire',
      after: 0,
      atMs: Math.min(...sent.map(({ at }) => momentMs(at))),
      evidence: `${count(sent.length, 'child order')} to ${count(venues.size, 'venue')}${failed}`,
    };
  });
}

const venueOf = ({ whole }: Case, clOrdId: string): string => {
  const venue = whole.children.find((child) => child.clOrdId === clOrdId)?.venue;
  return venue == null ? 'the venue' : venueName(venue);
};

/** Fills that came with nothing between them are one step. */
function fillSteps(of: Case): readonly Step[] {
  const { order } = of.whole;
  const [base = ''] = order.instrument.split('/');
  const runs: Told[][] = [];
  let isOpen = false;
  for (const one of of.told) {
    const { action } = one.event;
    if (action === 'trading.bookFill') {
      if (isOpen) runs.at(-1)?.push(one);
      else runs.push([one]);
      isOpen = true;
    } else if (BETWEEN.has(action)) isOpen = false;
  }
  let total: Decimal = ZERO;
  return runs.map((run, n) => {
    total = add(total, sum(run.map(quantityOf)));
    const last = run.at(-1);
    const isWhole = equals(total, decimal(order.orderQty));
    const word = isWhole ? 'Filled' : 'PartiallyFilled';
    return {
      id: `filled ${n}`,
      ...(isWhole ? DONE : ({ shape: 'half', tone: 'accent' } as const)),
      title: `${word} ${toText(total)} of ${order.orderQty} ${base}`,
      atMs: momentMs(last?.event.at ?? order.placedAt),
      after: last?.event.sequence ?? 0,
      evidence: byVenue(of, run),
    };
  });
}

const BETWEEN: ReadonlySet<string> = new Set([
  'trading.doubtOrder',
  'trading.confirmOrder',
  'trading.endDoubt',
  'trading.placeChild',
  'trading.cancelOrder',
  'trading.expireOrder',
  'trading.rejectOrder',
]);

const quantityOf = ({ sealed }: Told): Decimal => decimal(sealed.after.lastQty ?? '0');

function byVenue(of: Case, run: readonly Told[]): string {
  const groups = Map.groupBy(run, ({ sealed }) => venueOf(of, sealed.subject.id));
  const parts = [...groups].map(
    ([venue, fills]) =>
      `${venue} ${toText(sum(fills.map(quantityOf)))} in ${count(fills.length, 'fill')}`,
  );
  return parts.join(', ');
}

const FOUND: Readonly<Record<string, string>> = {
  Adopted: 'Found',
  AbsentProven: 'Proven absent',
  Answered: 'Answered',
  Asserted: 'Settled by people',
};

/** What an order's own events say besides fills: those of the parent repeat their children's, and are left out. */
function moveStep(of: Case, { event, sealed }: Told): readonly Step[] {
  const { id } = sealed.subject;
  const isParent = id === of.whole.order.clOrdId;
  const atMs = momentMs(event.at);
  const venue = venueOf(of, id);
  const step = (look: Pick<Step, 'shape' | 'tone'>, title: string, evidence: string) => [
    { id: event.id, ...look, title, atMs, evidence, after: event.sequence },
  ];
  const at = isParent ? '' : ` at ${venue}`;
  switch (event.action) {
    case 'trading.acceptOrder':
      return isParent ? [] : step(MET, `New at ${venue}`, orderIdOf(sealed));
    case 'trading.doubtOrder':
      return isParent
        ? []
        : step(
            DOUBT,
            `Unconfirmed at ${venue}`,
            `no proven answer to ${sealed.after.request ?? 'the request'}. Nothing was sent again.`,
          );
    case 'trading.endDoubt': {
      const how = FOUND[sealed.after.how ?? ''] ?? 'Settled';
      return step(MET, `${how} at ${venue} by clOrdId`, `request ${sealed.after.request ?? ''}`);
    }
    case 'trading.handToHuman':
      return step(DOUBT, `With two people${at}`, 'asked for by every way, and not found');
    case 'trading.placeChild':
      return step(MET, `Routed again to ${venue}`, 'what was left, with every check again');
    case 'trading.triggerOrder':
      return step(MET, 'Triggered', 'the price it waited for was reached');
    case 'trading.askCancel':
      return isParent ? step(MET, 'Cancel asked', 'of every venue where it works') : [];
    case 'trading.replaceOrder':
      return step(MET, `Changed${at}`, 'quantity or prices, with every check again');
    case 'trading.cancelOrder':
      return step(
        ENDED,
        `Canceled${at}`,
        isParent ? 'nothing of it works any more' : 'said by the venue',
      );
    case 'trading.expireOrder':
      return step(ENDED, `Expired${at}`, isParent ? 'its time is over' : 'said by the venue');
    case 'trading.rejectOrder':
      return step(
        REFUSED,
        `Rejected${at}`,
        isParent ? 'nothing of it was sent' : 'nothing of it works there',
      );
    default:
      return [];
  }
}

const orderIdOf = ({ after }: Sealed): string =>
  after.orderId == null ? 'the venue has it' : `orderId ${shortened(after.orderId)}`;

const shortened = (id: string): string => (id.length > 22 ? shortHash(id) : id);

/** Once it has ended with something traded: what the ledger has of it, and whether that adds up. */
function posted({ whole, trail }: Case): readonly Step[] {
  const last = trail.entries.at(-1);
  if (whole.order.endedAt === null || last === undefined) return [];
  const postings = trail.entries.flatMap((entry) => entry.postings);
  const seen = isBalanced(trail) ? ', balanced' : '';
  const commit = trail.commits.find(({ sequence }) => sequence === last.sequence)?.recordedAt;
  return [
    {
      id: 'posted',
      ...DONE,
      title: 'Posted and settled',
      after: Number.POSITIVE_INFINITY,
      atMs: momentMs(commit ?? last.at),
      evidence: `${trail.entries.length === 1 ? '1 entry' : `${trail.entries.length} entries`}, ${count(postings.length, 'Posting')}${seen}`,
    },
  ];
}

/** Every entry adds up to nothing in each asset; a client's own people see their side alone, which does not. */
function isBalanced({ entries }: Trail): boolean {
  return entries.every(({ postings }) =>
    [...Map.groupBy(postings, ({ asset }) => asset).values()].every((own) =>
      equals(sum(own.map(({ amount }) => decimal(amount))), ZERO),
    ),
  );
}

/** How long some request had no proven outcome, in all; null where none was in doubt. */
export function doubtMs(trail: Trail): number | null {
  let total: number | null = null;
  const since = new Map<string, number>();
  for (const event of trail.events) {
    const sealed = readSealed(event);
    const id = sealed?.subject.id ?? '';
    if (event.action === 'trading.doubtOrder' && !since.has(id)) since.set(id, momentMs(event.at));
    const began = since.get(id);
    if (event.action === 'trading.endDoubt' && began !== undefined) {
      total = (total ?? 0) + momentMs(event.at) - began;
      since.delete(id);
    }
  }
  return total;
}
