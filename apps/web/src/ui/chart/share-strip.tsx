import { cn } from '../cn.ts';
import { pixelNumber } from './scale.ts';

/** Shades of ink in the order of venues: the strip reads in greyscale, and next to the side's colour. */
const SHADES = ['bg-ink', 'bg-ink-3', 'bg-line-strong/60', 'bg-line'] as const;

export interface SharePart {
  readonly id: string;
  /** Its size as decimal text; shares are taken of the sum. */
  readonly value: string;
  readonly shade: number;
}

/** Parts of a whole as a thin strip, e.g. what each venue has of a level or of an order. */
export function ShareStrip({
  parts,
  label,
  className,
}: {
  readonly parts: readonly SharePart[];
  /** The strip in words; without them the words stand beside it. */
  readonly label?: string;
  readonly className?: string;
}) {
  return (
    <span
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      className={cn('flex gap-px', className)}
    >
      {parts.map(({ id, value, shade }) => (
        <span
          key={id}
          className={cn('min-w-px', SHADES[Math.min(shade, SHADES.length - 1)])}
          style={{ flex: `${pixelNumber(value) ?? 0} 1 0` }}
        />
      ))}
    </span>
  );
}
