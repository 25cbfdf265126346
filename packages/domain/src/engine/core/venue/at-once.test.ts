import { expect, test } from 'vitest';
import { mapGet } from '../../../kernel/index.ts';
import type { CommandAct } from '../input.ts';
import { aCommand } from '../sample-inputs.ts';
import { AT_BINANCE, anId, px } from '../samples.ts';
import { Rig } from './samples.ts';

const resting = { terms: { ordType: 'Limit', price: px('99') } } as const;
const UNCONFIRMED = { kind: 'Unconfirmed', detail: 'socket cut' } as const;

let asked = 500;
function ask(rig: Rig, act: CommandAct) {
  asked += 1;
  const { id: _, ...command } = aCommand(asked, act);
  const effects = rig.give(command);
  const [answer] = effects.flatMap((one) => (one.kind === 'Answer' ? [one.answer] : []));
  return { answer, left: effects.filter(({ kind }) => kind !== 'Answer') };
}

test('who wants to know now asks at once, once, and by the parent as well as by the child', () => {
  const rig = new Rig().traits();
  const [clOrdId] = rig.place(resting);
  if (clOrdId === undefined) throw new Error('Nothing was placed.');
  rig.sent(clOrdId, UNCONFIRMED);
  const act = { act: 'AskVenue', clOrdId } as const;
  // The engine asked by itself, and has no answer yet.
  expect(ask(rig, act)).toEqual({ answer: { kind: 'Asked', questions: 0 }, left: [] });
  rig.answer(clOrdId, 'New', null);
  const before = rig.order(clOrdId);
  const { answer, left } = ask(rig, { act: 'AskVenue', clOrdId: parentOf(rig, clOrdId) });
  expect(answer).toEqual({ kind: 'Asked', questions: 1 });
  expect(left).toMatchObject([{ kind: 'AskVenue', question: 'Order', request: 'New' }]);
  expect(ask(rig, act).left).toEqual([]);
  // A question is nothing but a question.
  expect(rig.order(clOrdId)).toEqual(before);
  expect(rig.told('SubmitOrder')).toHaveLength(1);
});

const parentOf = (rig: Rig, clOrdId: string) => {
  const parent = rig.order(clOrdId).placement.parentClOrdId;
  if (parent === null) throw new Error('It has no parent.');
  return parent;
};

test('of an order that is not there nothing is asked, nor of an account without a key', () => {
  const rig = new Rig();
  const nowhere = anId<never>(4_711);
  for (const act of [
    { act: 'AskVenue', clOrdId: nowhere },
    { act: 'CompareVenue', venueAccount: nowhere },
  ] as const) {
    expect(ask(rig, act)).toEqual({
      answer: { kind: 'Refused', refusal: { code: 'NotFound' } },
      left: [],
    });
  }
});

test('an account is compared before its turn, and goes on trading meanwhile', () => {
  const rig = new Rig();
  const { left } = ask(rig, { act: 'CompareVenue', venueAccount: AT_BINANCE });
  expect(left).toMatchObject([{ kind: 'TakeSnapshot', venueAccount: AT_BINANCE, why: 'Timer' }]);
  expect(mapGet(rig.state.venues, AT_BINANCE)?.isReconciled).toBe(true);
});
