import {
  formatDateTime,
  formatInteger,
  parseUtcTime,
  type TimeStyle,
} from '@ultrathink/domain/kernel';
import type { TimeBucket } from './model.ts';

/** `21 Nov 2026 09:00 to 10:00, 34 events`, for whoever hears the chart. */
export function bucketWords({ from, to, count }: TimeBucket, style: TimeStyle): string {
  const words = (at: string) => {
    const time = parseUtcTime(at);
    return time.ok ? formatDateTime(time.value, style, 'minute') : at;
  };
  const events = count === 1 ? '1 event' : `${formatInteger(count, style.locale)} events`;
  return `${words(from)} to ${words(to)}, ${events}`;
}
