import { describe, expect, it } from 'vitest';
import { cn } from './cn.ts';

describe('cn', () => {
  it('keeps a type role beside a text colour', () => {
    expect(cn('text-body text-ink', 'text-ink-3')).toBe('text-body text-ink-3');
    expect(cn('text-ink text-body', 'text-label')).toBe('text-ink text-label');
  });

  it('lets the later of two heights, paddings and radii win', () => {
    expect(cn('h-control px-3 rounded-control', 'h-control-large px-gutter')).toBe(
      'rounded-control h-control-large px-gutter',
    );
  });

  it('drops what is false, null or undefined', () => {
    expect(cn('a', false, undefined, null, ['b'])).toBe('a b');
  });
});
