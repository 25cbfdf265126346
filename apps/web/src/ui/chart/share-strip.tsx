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
  const sizes = parts.map(({ value }) => Math.max(0, pixelNumber(value) ?? 0));
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  return (
    <span
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      className={cn('flex gap-px', className)}
    >
      {parts.map(({ id, shade }, index) => (
        <span
          key={id}
          className={cn('min-w-px', SHADES[Math.min(shade, SHADES.length - 1)])}
          // Shares that sum to less than one would leave a rest of the strip empty.
          style={{ flex: `${whole === 0 ? 0 : (100 * (sizes[index] ?? 0)) / whole} 1 0` }}
        />
      ))}
    </span>
  );
}
