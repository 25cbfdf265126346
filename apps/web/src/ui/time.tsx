'use client';

import {
  formatAge,
  formatDate,
  formatDateTime,
  formatRunningClock,
  formatTime,
  formatZone,
  parseUtcTime,
  type TimePrecision,
  toEpochMs,
  type UtcTime,
} from '@ultrathink/domain/kernel';
import { useNow } from './clock.ts';
import { cn } from './cn.ts';
import { useLocale } from './locale.tsx';
import { NotApplicable } from './value.tsx';

type MomentProps = {
  /** ISO 8601 in UTC, as the platform writes it. */
  readonly at: string;
  readonly className?: string | undefined;
};

function read(at: string): UtcTime | null {
  const parsed = parseUtcTime(at);
  return parsed.ok ? parsed.value : null;
}

function useMoment(at: string, className: string | undefined, write: (time: UtcTime) => string) {
  const time = read(at);
  if (time === null) return <NotApplicable />;
  return (
    <time dateTime={at} title={at} className={cn('whitespace-nowrap tabular-nums', className)}>
      {write(time)}
    </time>
  );
}

/** `09:41:07`. The zone is named once per view, with `Zone`. */
export function Time({
  at,
  precision = 'second',
  className,
}: MomentProps & { readonly precision?: TimePrecision }) {
  const { zone, locale } = useLocale();
  return useMoment(at, className, (time) => formatTime(time, { locale, zone }, precision));
}

/** `21 Nov 2026`. */
export function Day({ at, className }: MomentProps) {
  const style = useLocale();
  return useMoment(at, className, (time) => formatDate(time, style));
}

/** `21 Nov 2026 09:41`. */
export function DayTime({
  at,
  precision = 'minute',
  className,
}: MomentProps & { readonly precision?: TimePrecision }) {
  const style = useLocale();
  return useMoment(at, className, (time) => formatDateTime(time, style, precision));
}

/** The zone of every time on the view: `UTC`, `CET`. */
export function Zone({ at }: { readonly at: string }) {
  const style = useLocale();
  const time = read(at);
  return time === null ? <NotApplicable /> : <span>{formatZone(time, style)}</span>;
}

/** How long ago, told again every second: `14 s`, `2 m 45 s`. `running` counts in tenths. */
export function Age({
  since,
  running = false,
  className,
}: {
  readonly since: string;
  readonly running?: boolean;
  readonly className?: string | undefined;
}) {
  const { locale } = useLocale();
  const now = useNow(running ? 100 : 1_000);
  return useMoment(since, className, (time) => {
    if (now === null) return '…';
    const age = now - toEpochMs(time);
    return running ? formatRunningClock(age, locale) : formatAge(age, locale);
  });
}
