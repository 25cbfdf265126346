import { cn } from '../cn.ts';
import { pixelNumber } from './scale.ts';

const TONES = { ink: 'text-ink-2', warn: 'text-warn', accent: 'text-accent' } as const;

/** Moves and lines through the points; a missing figure is a gap, never a guess. */
export function sparkPath(
  values: readonly (string | null)[],
  width: number,
  height: number,
): string {
  const pixels = values.map(pixelNumber);
  const known = pixels.filter((value) => value !== null);
  const low = known.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = known.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const span = high - low || 1;
  const step = width / Math.max(1, values.length - 1);
  let pen = 'M';
  return pixels
    .map((value, index) => {
      if (value === null) {
        pen = 'M';
        return '';
      }
      const y = high === low ? height / 2 : height - ((value - low) / span) * height;
      const command = `${pen}${(index * step).toFixed(1)} ${y.toFixed(1)}`;
      pen = 'L';
      return command;
    })
    .join('');
}

/** A line the size of a word. It shows a shape; the figures stand beside it. */
export function Sparkline({
  values,
  label,
  tone = 'ink',
  width = 80,
  height = 14,
  className,
}: {
  readonly values: readonly (string | null)[];
  /** The shape in words: "Latency of the last hour, rising". */
  readonly label: string;
  readonly tone?: keyof typeof TONES;
  readonly width?: number;
  readonly height?: number;
  readonly className?: string;
}) {
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height + 2}
      viewBox={`-1 -1 ${width + 2} ${height + 2}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.2"
      strokeLinejoin="round"
      className={cn('inline-block shrink-0 align-middle', TONES[tone], className)}
    >
      <path d={sparkPath(values, width, height)} />
    </svg>
  );
}
