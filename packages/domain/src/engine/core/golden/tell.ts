/** Stories: one that has something of everything, and as many others as there are numbers. */
import { addMs, type Digest, mapEntries, mapGet } from '../../../kernel/index.ts';
import type { OrderWish } from '../input.ts';
import {
  ALPHA,
  ALPHA_ACCOUNT,
  ANNA,
  APPROVAL,
  AT_BINANCE,
  anId,
  BEN,
  BETA,
  BETA_ACCOUNT,
  DESK_ACCOUNT,
  dec,
  px,
  qty,
} from '../samples.ts';
import { Story, TAKINGS } from './story.ts';

const limit = (price: string): OrderWish['terms'] => ({ ordType: 'Limit', price: px(price) });

/** Two of ALPHA for one of BETA: thirds never come out even. */
const block: OrderWish['beneficiary'] = {
  kind: 'Block',
  account: DESK_ACCOUNT,
  rule: {
    method: 'ProRata',
    legs: [
      { account: ALPHA_ACCOUNT, client: ALPHA, weight: dec('2') },
      { account: BETA_ACCOUNT, client: BETA, weight: dec('1') },
    ],
    quantityScale: 8,
    notionalScale: 2,
  },
};

const WISHES: readonly Partial<OrderWish>[] = [
  { terms: { ordType: 'Market' }, timeInForce: 'ImmediateOrCancel', orderQty: qty('2') },
  { terms: limit('100.5'), orderQty: qty('3') },
  { terms: limit('99'), side: 'Buy', orderQty: qty('4'), isPostOnly: true },
  { terms: limit('101'), side: 'Sell', orderQty: qty('5') },
  { terms: limit('100.1'), orderQty: qty('25') },
  { terms: limit('100.2'), orderQty: qty('6'), timeInForce: 'ImmediateOrCancel' },
  { terms: limit('100.3'), orderQty: qty('7'), timeInForce: 'FillOrKill' },
  { terms: limit('99.5'), orderQty: qty('8'), timeInForce: 'Day' },
  { terms: { ordType: 'Stop', stopPx: px('103') }, orderQty: qty('1') },
  { terms: { ordType: 'StopLimit', stopPx: px('103'), price: px('103.5') }, orderQty: qty('1') },
  { terms: { ordType: 'MarketIfTouched', stopPx: px('97') }, orderQty: qty('1') },
  { terms: { ordType: 'LimitIfTouched', stopPx: px('97'), price: px('97') }, orderQty: qty('1') },
  { terms: limit('99.9'), side: 'Sell', orderQty: qty('2'), isReduceOnly: true },
  { terms: limit('100.4'), orderQty: qty('12'), beneficiary: block },
  { terms: limit('100.5'), orderQty: qty('900000') },
  { terms: limit('150'), orderQty: qty('1') },
];

/** mulberry32: the same numbers for the same seed. */
function chooser(seed: number): (most: number) => number {
  let state = seed >>> 0;
  return (most) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
}

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % list.length];

type Act = (story: Story, choose: (most: number) => number) => void;

const placeAny: Act = (story, choose) => {
  const wish = pick(WISHES, choose(WISHES.length)) ?? {};
  const person = 'beneficiary' in wish || choose(2) === 0 ? BEN : ANNA;
  story.place(wish, person);
};

const cancelAny: Act = (story, choose) => {
  const clOrdId = pick(story.parents(), choose(1000));
  if (clOrdId !== undefined) story.command({ act: 'CancelOrder', clOrdId }, BEN);
};

const amendAny: Act = (story, choose) => {
  const clOrdId = pick(story.parents(), choose(1000));
  const order = clOrdId === undefined ? undefined : story.order(clOrdId);
  if (clOrdId === undefined || order === undefined) return;
  const orderQty = choose(2) === 0 ? qty('2') : qty('9');
  const price = 'price' in order.terms ? px('99.8') : null;
  story.command({ act: 'AmendOrder', clOrdId, orderQty, price, stopPx: null }, BEN);
};

const fillAny: Act = (story, choose) => {
  const clOrdId = pick(story.children(), choose(1000));
  if (clOrdId !== undefined) story.fill(clOrdId, choose(2) === 0 ? '0.3' : '1');
};

/** Traded at the venue, and told by nobody until somebody asks or the end of the order is told. */
const fillUnheard: Act = (story, choose) => {
  const clOrdId = pick(story.children(), choose(1000));
  if (clOrdId !== undefined) story.trade(clOrdId, '0.3');
};

const triggerAny: Act = (story, choose) => {
  const waiting = story.parents().filter((id) => {
    const order = story.order(id);
    return order !== undefined && 'stopPx' in order.terms && order.triggeredAt === null;
  });
  const clOrdId = pick(waiting, choose(1000));
  if (clOrdId === undefined) return;
  const finding = { kind: 'TriggerReached', clOrdId, price: dec('100') } as const;
  story.give({ kind: 'Watched', finding });
};

const killAny: Act = (story, choose) => {
  const grade = pick(['REDUCING', 'HALT_NEW', 'CANCEL_ALL', 'FLATTEN'] as const, choose(4));
  const scope = choose(2) === 0 ? ALPHA : BETA;
  const key = { level: 'client', scope } as const;
  story.command({ act: 'Kill', key, grade: grade ?? 'HALT_NEW', why: 'A drill.' }, BEN);
};

const resumeAny: Act = (story, choose) => {
  const scope = choose(2) === 0 ? ALPHA : BETA;
  const grade = pick(['REDUCING', 'HALT_NEW', 'CANCEL_ALL', 'FLATTEN'] as const, choose(4));
  const key = { level: 'client', scope } as const;
  const people = { approval: APPROVAL, proposer: ANNA, approvers: [BEN] };
  story.control({ kind: 'Resumed', key, ends: grade, ...people });
};

const divideAnew = (story: Story, clOrdId: string, weights: readonly [string, string]): void => {
  const book = mapGet(story.state.blocks, clOrdId);
  if (book === undefined) return;
  const [alpha, beta] = weights;
  story.control({
    kind: 'BlockReallocated',
    clOrdId,
    replaces: book.hash,
    method: 'ProRata',
    legs: [
      { account: ALPHA_ACCOUNT, client: ALPHA, weight: dec(alpha) },
      { account: BETA_ACCOUNT, client: BETA, weight: dec(beta) },
    ],
    reason: 'One of them asked for less.',
    approval: APPROVAL,
    approvers: [ANNA, BEN],
  });
};

const divideAny: Act = (story, choose) => {
  const found = pick(mapEntries(story.state.blocks), choose(1000));
  if (found === undefined) return;
  divideAnew(story, found[0], choose(2) === 0 ? ['1', '6'] : ['5', '2']);
};

const ACTS: readonly Act[] = [
  ...Array.from({ length: 6 }, () => placeAny),
  ...Array.from(
    { length: 10 },
    (): Act => (story, choose) => {
      story.next(pick(TAKINGS, choose(TAKINGS.length)));
    },
  ),
  ...Array.from({ length: 6 }, (): Act => (story) => void story.next('Rests')),
  ...Array.from({ length: 4 }, () => fillAny),
  ...Array.from({ length: 2 }, () => fillUnheard),
  cancelAny,
  amendAny,
  triggerAny,
  divideAny,
  killAny,
  resumeAny,
  (story, choose) => story.mark(pick(['99', '100', '101.5'], choose(3)) ?? '100'),
  (story, choose) => void story.give({ kind: 'TimeCame' }, choose(4000)),
];

/** A story by chance: the same for the same seed. */
export function tellAny(seed: number, acts: number, digest: Digest): Story {
  const choose = chooser(seed);
  const story = new Story(digest);
  story.begin();
  for (let n = 0; n < acts; n += 1) pick(ACTS, choose(ACTS.length))?.(story, choose);
  return story;
}

function placeEach(story: Story): void {
  for (const wish of WISHES) {
    story.place(wish, BEN);
    story.drain('FillsPart');
    story.mark('100', 600);
  }
}

function loseOne(story: Story, how: 'LostButThere' | 'LostAndGone'): void {
  story.place({ terms: limit('100.5'), orderQty: qty('2') }, ANNA);
  story.drain(how);
  for (let n = 0; n < 12; n += 1) {
    story.mark('100', 700);
    story.give({ kind: 'TimeCame' }, 300);
    story.drain('Rests');
  }
}

function stopAndGoOn(story: Story): void {
  const key = { level: 'client', scope: ALPHA } as const;
  const people = { approval: APPROVAL, proposer: ANNA, approvers: [BEN] };
  story.command({ act: 'Kill', key, grade: 'CANCEL_ALL', why: 'A drill.' }, ANNA);
  story.drain('Rests');
  story.place({ orderQty: qty('1') }, ANNA);
  story.control({ kind: 'Resumed', key, ends: 'CANCEL_ALL', ...people });
  story.mark('100');
  story.place({ orderQty: qty('1'), terms: limit('99') }, ANNA);
  story.drain('Rests');
}

function changeAndCancelOne(story: Story): void {
  story.place({ terms: limit('99.4'), orderQty: qty('2') }, BEN);
  story.drain('Rests');
  const clOrdId = story.parents().at(-1);
  if (clOrdId === undefined) return;
  const to = { orderQty: qty('3'), price: px('99.3'), stopPx: null };
  story.command({ act: 'AmendOrder', clOrdId, ...to }, BEN);
  story.drain('Rests');
  story.command({ act: 'CancelOrder', clOrdId }, BEN);
  story.drain('Rests');
}

/** Something of everything; kept as the golden journal. */
export function tellGolden(digest: Digest): Story {
  const story = new Story(digest);
  story.begin();
  placeEach(story);
  for (const clOrdId of story.children()) story.fill(clOrdId, '0.4');
  story.mark('100');
  for (const [clOrdId] of mapEntries(story.state.blocks)) divideAnew(story, clOrdId, ['1', '3']);
  for (const clOrdId of story.children()) story.fill(clOrdId, '0.1');
  for (const clOrdId of story.parents()) {
    const order = story.order(clOrdId);
    if (order === undefined || !('stopPx' in order.terms) || order.triggeredAt !== null) continue;
    story.give({
      kind: 'Watched',
      finding: { kind: 'TriggerReached', clOrdId, price: dec('100') },
    });
    story.drain('FillsAll');
  }
  changeAndCancelOne(story);
  loseOne(story, 'LostButThere');
  loseOne(story, 'LostAndGone');
  story.place({ orderQty: qty('2') }, ANNA);
  story.drain('Rejects');
  stopAndGoOn(story);
  story.give({ kind: 'Started', run: anId(42), epoch: 2 });
  story.drain('Rests');
  const since = addMs(story.at(), -60_000);
  story.give({ kind: 'ReportsBroken', venueAccount: AT_BINANCE, since });
  story.drain('Rests');
  story.give({ kind: 'TimeCame' }, 3_600_000);
  story.mark('101');
  story.give({ kind: 'TimeCame' }, 86_400_000);
  story.drain('Rests');
  return story;
}
