import {
  formatDate,
  formatDateTime,
  formatTime,
  formatZone,
  fromEpochMs,
} from '@ultrathink/domain/kernel';

interface When {
  readonly locale: string;
  readonly zone: string;
}

const DAY_MS = 86_400_000;

/** An instant as finely as the span around it asks, with its zone, as it stands in a tooltip. */
export function whenText(at: string, spanMs: number, style: When): string {
  const time = fromEpochMs(Date.parse(at));
  if (spanMs > 90 * DAY_MS) return formatDate(time, style);
  const zone = formatZone(time, style);
  if (spanMs > 2 * DAY_MS) return `${formatDateTime(time, style, 'minute')} ${zone}`;
  return `${formatTime(time, style, spanMs > 3_600_000 * 3 ? 'minute' : 'second')} ${zone}`;
}
