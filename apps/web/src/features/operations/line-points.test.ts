import { expect, it } from 'vitest';
import { linePoints } from './line-points.ts';

const at = (second: number) => `2026-11-21T09:00:${String(second).padStart(2, '0')}.000Z`;

const rows = (...seconds: number[]) =>
  seconds.map((second) => ({ at: at(second), figure: second }));

function drawn(...seconds: number[]) {
  return linePoints(rows(...seconds), 1_000, ({ figure }) => ({ figure })).map((point) => [
    point.at,
    point.values['figure'],
  ]);
}

it('a line breaks where figures did not come, and says nothing of what was between', () => {
  expect(drawn(1, 2, 14, 15)).toEqual([
    [at(1), '1'],
    [at(2), '2'],
    [at(3), null],
    [at(14), '14'],
    [at(15), '15'],
  ]);
});

it('one figure that is late or lost breaks no line', () => {
  expect(drawn(1, 3, 5).map(([, figure]) => figure)).toEqual(['1', '3', '5']);
});

it('one figure or none has no gaps', () => {
  expect([drawn(), drawn(7)]).toEqual([[], [[at(7), '7']]]);
});
