import { describe, expect, it } from 'vitest';
import { flickerAt } from './flicker.ts';

const START = Date.UTC(2026, 7, 24, 9);
const looks = Array.from({ length: 600 }, (_, second) => flickerAt('BTC', START + second * 1_000));

describe('prices within a minute', () => {
  it('move, up and down, and never further than a few basis points', () => {
    expect(Math.max(...looks.map(Math.abs))).toBeLessThan(0.0003);
    const moves = looks.slice(1).map((look, n) => look - (looks[n] ?? 0));
    expect(moves.some((move) => move > 0)).toBe(true);
    expect(moves.some((move) => move < 0)).toBe(true);
    expect(new Set(looks).size).toBe(looks.length);
  });

  it('are the same at the same moment, and no jump between two that are close', () => {
    for (const [second, look] of looks.entries()) {
      const at = START + second * 1_000;
      expect(flickerAt('BTC', at)).toBe(look);
      expect(Math.abs(flickerAt('BTC', at + 1) - look)).toBeLessThan(0.000_001);
    }
  });

  it('are not those of another asset', () => {
    expect(looks.map((_, second) => flickerAt('ETH', START + second * 1_000))).not.toEqual(looks);
  });
});
