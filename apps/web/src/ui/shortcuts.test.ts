import { describe, expect, it } from 'vitest';
import {
  matchStroke,
  NOTHING_PENDING,
  type Shortcut,
  type Stroke,
  strokeName,
  strokesOf,
} from './shortcuts.ts';

const SHORTCUTS: readonly Shortcut[] = [
  { id: 'palette', keys: 'Ctrl K' },
  { id: 'kill', keys: 'Ctrl Shift K' },
  { id: 'keys', keys: '?' },
  { id: 'positions', keys: 'g p' },
  { id: 'next', keys: 'j' },
];

const press = (key: string, over: Partial<Stroke> = {}): Stroke => ({
  key,
  ctrl: false,
  shift: false,
  alt: false,
  typing: false,
  atMs: 0,
  ...over,
});

const first = (stroke: Stroke) => matchStroke(SHORTCUTS, NOTHING_PENDING, stroke).id;

describe('shortcuts', () => {
  it('are read as they are written', () => {
    expect(strokesOf('Ctrl Shift K')).toEqual(['ctrl+shift+k']);
    expect(strokesOf('g p')).toEqual(['g', 'p']);
    expect(strokeName(press('K', { ctrl: true, shift: true }))).toBe('ctrl+shift+k');
    expect(strokeName(press('?', { shift: true }))).toBe('?');
  });

  it('tell the palette from the kill switch by Shift alone', () => {
    expect(first(press('k', { ctrl: true }))).toBe('palette');
    expect(first(press('K', { ctrl: true, shift: true }))).toBe('kill');
    expect(first(press('k'))).toBe(null);
  });

  it('never act on a bare key while somebody types, but let chords through', () => {
    expect(first(press('j', { typing: true }))).toBe(null);
    expect(first(press('k', { ctrl: true, typing: true }))).toBe('palette');
  });

  it('complete a sequence within a second, and forget it after', () => {
    const { pending } = matchStroke(SHORTCUTS, NOTHING_PENDING, press('g', { atMs: 5_000 }));
    expect(matchStroke(SHORTCUTS, pending, press('p', { atMs: 5_999 })).id).toBe('positions');
    expect(matchStroke(SHORTCUTS, pending, press('p', { atMs: 6_001 })).id).toBe(null);
  });

  it('take a key that does not go on with the sequence for itself', () => {
    const { pending } = matchStroke(SHORTCUTS, NOTHING_PENDING, press('g'));
    expect(matchStroke(SHORTCUTS, pending, press('j', { atMs: 10 })).id).toBe('next');
  });
});
