import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { checkOf } from './status-words.ts';

const FILL = {
  ink: 'bg-ink-2',
  accent: 'bg-accent',
  warn: 'bg-warn',
  danger: 'bg-danger',
  up: 'bg-up',
} as const;

export type BarTone = keyof typeof FILL;

/** Share of a bar that is filled, in percent, cut to what a bar can show. */
function percentOf(ratio: number): number {
  return Math.min(100, Math.max(0, ratio * 100));
}

function Track({
  ratio,
  tone,
  tick,
  className,
}: {
  readonly ratio: number;
  readonly tone: BarTone;
  readonly tick?: number | undefined;
  readonly className?: string | undefined;
}) {
  return (
    <span className={cn('relative block h-0.75 min-w-7 bg-line', className)} aria-hidden="true">
      <span
        className={cn('absolute inset-y-0 left-0', FILL[tone])}
        style={{ width: `${percentOf(ratio)}%` }}
      />
      {tick !== undefined && (
        <span
          className="absolute -inset-y-0.75 w-[1.5px] bg-ink"
          style={{ left: `${percentOf(tick)}%` }}
        />
      )}
    </span>
  );
}

/** How far something has come; 0 to 1. The words beside it carry the figure. */
export function ProgressBar({
  ratio,
  label,
  tone = 'accent',
  className,
}: {
  readonly ratio: number;
  /** What is going on, for assistive technology: "Uploading register-of-members.pdf". */
  readonly label: string;
  readonly tone?: BarTone;
  readonly className?: string | undefined;
}) {
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percentOf(ratio))}
      className={cn('block', className)}
    >
      <Track ratio={ratio} tone={tone} />
    </span>
  );
}

const TONE_OF = { pass: 'ink', near: 'warn', refused: 'danger' } as const;

/**
 * How much of a limit is used, 1 being the limit. Ink up to 80 %, then warn, past the limit danger;
 * the words beside it say the same. `tick` marks a threshold that is not the end.
 */
export function LimitBar({
  used,
  label,
  tick,
  tone,
  className,
}: {
  readonly used: number;
  readonly label: string;
  readonly tick?: number;
  readonly tone?: BarTone;
  readonly className?: string | undefined;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: <meter> can't be drawn alike in every browser
    <span
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percentOf(used))}
      className={cn('block', className)}
    >
      <Track ratio={used} tone={tone ?? TONE_OF[checkOf(used)]} tick={tick} />
    </span>
  );
}

/** A limit as a reader meets it: name, actual and limit together, the bar, and what is left. */
export function LimitLine({
  name,
  actual,
  limit,
  left,
  used,
  tick,
}: {
  readonly name: string;
  readonly actual: ReactNode;
  readonly limit: ReactNode;
  /** Headroom in the unit the reader can act on. */
  readonly left: ReactNode;
  readonly used: number;
  readonly tick?: number;
}) {
  const near = checkOf(used);
  return (
    <div className="border-line-faint border-b py-2">
      <div className="flex flex-wrap justify-between gap-x-3">
        <span>{name}</span>
        <span className="ml-auto text-right tabular-nums">
          <span className="font-medium">{actual}</span>{' '}
          <span className="text-ink-3">of {limit}</span>
        </span>
      </div>
      <LimitBar
        used={used}
        label={`${name}, share of the limit used, percent`}
        className="my-1.5"
        {...(tick !== undefined && { tick })}
      />
      <p
        className={cn(
          'text-label',
          near === 'pass' ? 'text-ink-2' : near === 'near' ? 'text-warn' : 'text-danger',
        )}
      >
        {left}
      </p>
    </div>
  );
}
