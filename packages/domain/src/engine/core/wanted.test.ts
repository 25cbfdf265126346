import { describe, expect, it } from 'vitest';
import { invariant } from '../../kernel/index.ts';
import { aCommand, aMoment, placing, run, sentOf } from './sample-inputs.ts';
import { aWorld } from './samples.ts';
import { isToBeMade } from './wanted.ts';

describe('an order that stands in a line of a venue', () => {
  it('is not to be made from the decision of CANCEL_ALL on, nor one that nobody knows', () => {
    const placed = run(aWorld(), placing(1));
    const [sent] = sentOf(placed.effects);
    invariant(sent !== undefined, 'Nothing was sent.');
    const { clOrdId } = sent.order;
    expect(isToBeMade(placed.state, clOrdId)).toBe(true);
    const key = { level: 'firm', scope: 'firm' } as const;
    const kill = aCommand(2, { act: 'Kill', key, grade: 'CANCEL_ALL', why: 'A drill.' });
    expect(isToBeMade(run(placed.state, kill, aMoment(10)).state, clOrdId)).toBe(false);
    expect(isToBeMade(aWorld(), clOrdId)).toBe(false);
  });
});
