import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

/**
 * The alphabet of states: a handful of shapes on a 12 grid. Each meaning has a shape of its own, so that
 * a page reads right in greyscale and for every kind of colour vision.
 */
const SHAPES = {
  disc: <circle cx="6" cy="6" r="5" fill="currentColor" stroke="none" />,
  dot: <circle cx="6" cy="6" r="3.5" fill="currentColor" stroke="none" />,
  ring: <circle cx="6" cy="6" r="4.3" />,
  half: (
    <>
      <circle cx="6" cy="6" r="4.3" />
      <path d="M6 1.7a4.3 4.3 0 0 1 0 8.6z" fill="currentColor" stroke="none" />
    </>
  ),
  'ring-dashed': <circle cx="6" cy="6" r="4.3" strokeDasharray="1.6 1.8" />,
  'ring-dashed-bar': (
    <>
      <circle cx="6" cy="6" r="4.3" strokeDasharray="1.6 1.8" />
      <path d="M3.8 6h4.4" />
    </>
  ),
  'ring-struck': (
    <>
      <circle cx="6" cy="6" r="4.3" />
      <path d="M3 9l6-6" />
    </>
  ),
  clock: (
    <>
      <circle cx="6" cy="6" r="4.3" />
      <path d="M6 3.6V6l1.7 1.2" />
    </>
  ),
  diamond: <path d="M6 1.6L10.4 6 6 10.4 1.6 6z" fill="currentColor" stroke="none" />,
  'diamond-mark': (
    <>
      <path d="M6 .8L11.2 6 6 11.2.8 6z" />
      <path d="M6 3.6v3M6 8.2v.3" strokeLinecap="round" />
    </>
  ),
  square: <path d="M2.5 2.5h7v7h-7z" fill="currentColor" stroke="none" />,
  'square-outline': <path d="M2.7 2.7h6.6v6.6H2.7z" />,
  cross: <path d="M2 2l8 8M10 2l-8 8" strokeWidth="1.6" />,
  check: <path d="M1.8 6.4l2.7 2.6L10.2 3" />,
  'arrow-up': <path d="M6 2l5 8.5H1z" fill="currentColor" stroke="none" />,
  'arrow-down': <path d="M6 10L1 1.5h10z" fill="currentColor" stroke="none" />,
  dash: <path d="M2.5 6h7" />,
  lock: <path d="M2.8 5.6h6.4v4.6H2.8zM4.2 5.6V4a1.8 1.8 0 0 1 3.6 0v1.6" strokeWidth="1.2" />,
} satisfies Record<string, ReactNode>;

export type GlyphShape = keyof typeof SHAPES;
export type Tone = 'ink' | 'ink-2' | 'ink-3' | 'accent' | 'up' | 'down' | 'warn' | 'danger';

/** The text colour of a tone; written out, because the stylesheet is built from whole words. */
export const TONE_CLASS: Readonly<Record<Tone, string>> = {
  ink: 'text-ink',
  'ink-2': 'text-ink-2',
  'ink-3': 'text-ink-3',
  accent: 'text-accent',
  up: 'text-up',
  down: 'text-down',
  warn: 'text-warn',
  danger: 'text-danger',
};

/** A shape alone, in the colour of its surroundings unless a tone is given. A word stands beside. */
export function Glyph({
  shape,
  tone,
  size = 12,
  className,
  ...rest
}: ComponentProps<'svg'> & {
  readonly shape: GlyphShape;
  readonly tone?: Tone | undefined;
  readonly size?: number;
}) {
  return (
    <svg
      className={cn('shrink-0', tone && TONE_CLASS[tone], className)}
      width={size}
      height={size}
      viewBox="0 0 12 12"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      aria-hidden="true"
      {...rest}
    >
      {SHAPES[shape]}
    </svg>
  );
}
