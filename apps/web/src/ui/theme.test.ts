import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Colour = { readonly l: number; readonly c: number; readonly h: number };

const css = readFileSync(new URL('./theme.css', import.meta.url), 'utf8');

/** Every `--name: light-dark(oklch(…), oklch(…))` of the stylesheet, per theme. */
function tokensOf(theme: 'light' | 'dark'): ReadonlyMap<string, Colour> {
  const tokens = new Map<string, Colour>();
  const pattern = /--([\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\);/g;
  for (const [, name = '', light = '', dark = ''] of css.matchAll(pattern)) {
    const [l = 0, c = 0, h = 0] = (theme === 'light' ? light : dark).split(' ').map(Number);
    tokens.set(name, { l, c, h });
  }
  return tokens;
}

/** Relative luminance of WCAG 2.2, by way of OKLab and linear sRGB (Björn Ottosson, 2020). */
function luminance({ l, c, h }: Colour): number {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const [L, M, S] = [
    l + 0.3963377774 * a + 0.2158037573 * b,
    l - 0.1055613458 * a - 0.0638541728 * b,
    l - 0.0894841775 * a - 1.291485548 * b,
  ].map((root) => root ** 3) as [number, number, number];
  const linear = [
    4.0767416621 * L - 3.3077115913 * M + 0.2309699292 * S,
    -1.2684380046 * L + 2.6097574011 * M - 0.3413193965 * S,
    -0.0041960863 * L - 0.7034186147 * M + 1.707614701 * S,
  ].map((channel) => Math.min(1, Math.max(0, channel))) as [number, number, number];
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  const tokens = tokensOf(theme);
  const contrast = (one: string, other: string): number => {
    const [front, back] = [tokens.get(one), tokens.get(other)];
    if (front === undefined || back === undefined) throw new Error(`No ${one} or no ${other}.`);
    const [dim = 0, bright = 0] = [luminance(front), luminance(back)].toSorted((a, b) => a - b);
    return (bright + 0.05) / (dim + 0.05);
  };

  it.each(['ink', 'ink-2', 'ink-3', 'accent', 'blue', 'orange', 'warn', 'danger'])(
    'can be read in %s on every surface text stands on',
    (ink) => {
      for (const surface of ['paper', 'raised', 'sunken', 'hover']) {
        expect(contrast(ink, surface), `${ink} on ${surface}`).toBeGreaterThanOrEqual(4.5);
      }
    },
  );

  it.each(['accent', 'blue', 'orange', 'warn', 'danger'])(
    'can be read in %s on its wash',
    (ink) => {
      expect(contrast(ink, `${ink}-wash`)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it('can be read in secondary ink on the washes of rows', () => {
    for (const wash of ['accent-wash', 'warn-wash', 'danger-wash']) {
      expect(contrast('ink-2', wash), wash).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('can be read on solid fills', () => {
    expect(contrast('on-accent', 'accent')).toBeGreaterThanOrEqual(4.5);
    expect(contrast('paper', 'ink')).toBeGreaterThanOrEqual(4.5);
    for (const fill of ['blue', 'orange', 'danger', 'warn']) {
      expect(contrast('on-solid', fill), fill).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('outlines controls three to one', () => {
    for (const surface of ['paper', 'raised', 'hover']) {
      expect(contrast('line-strong', surface), surface).toBeGreaterThanOrEqual(3);
    }
  });
});
