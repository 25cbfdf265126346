import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

type MarkProps = ComponentProps<'svg'> & {
  /** Height in CSS pixels; at least 16. */
  readonly size?: number;
  /** One colour, for print and for solid grounds. */
  readonly mono?: boolean;
};

/** Two leaves joined into one sealed root: a Merkle pair that reads as U. */
function Root({ mono }: { readonly mono: boolean }) {
  return (
    <>
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        d="M5 8v5.5a4.5 4.5 0 0 0 4.5 4.5M19 8v5.5a4.5 4.5 0 0 1-4.5 4.5"
      />
      <path fill="currentColor" d="M2 2h6v6H2zM16 2h6v6h-6z" />
      <path fill={mono ? 'currentColor' : 'var(--accent)'} d="M8 14h8v8H8z" />
    </>
  );
}

/** The mark alone, on its 24 grid. It stands beside a word or carries `aria-label`. */
export function Mark({ size = 20, mono = false, className, ...rest }: MarkProps) {
  return (
    <svg
      className={cn('shrink-0', className)}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      {...rest}
    >
      <Root mono={mono} />
    </svg>
  );
}

const WORD =
  'M40.99 19.32Q39.25 19.32 37.97 18.66Q36.69 18.01 35.99 16.79Q35.3 15.58 35.3 13.93V4.8H37.9V13.93Q37.9 15.42 38.7 16.24Q39.5 17.06 40.99 17.06Q42.47 17.06 43.27 16.24Q44.07 15.42 44.07 13.93V4.8H46.67V13.93Q46.67 15.58 45.98 16.79Q45.28 18.01 44.01 18.66Q42.73 19.32 40.99 19.32Z M51.51 19Q50.33 19 49.64 18.4Q48.95 17.8 48.95 16.47V4.8H51.51V16.21Q51.51 16.63 51.71 16.82Q51.92 17.02 52.3 17.02H53.09V19Z M58.71 19Q57.12 19 56.37 18.26Q55.62 17.53 55.62 15.94V5.82H58.18V15.7Q58.18 16.45 58.5 16.73Q58.83 17.02 59.5 17.02H61V19ZM53.95 10.3V8.32H61V10.3Z M62.55 19V8.32H64.94L65.04 11.29L64.83 11.24Q65.07 9.7 65.73 9.01Q66.4 8.32 67.55 8.32H68.54V10.51H67.55Q66.72 10.51 66.19 10.75Q65.65 11 65.38 11.51Q65.11 12.02 65.11 12.85V19Z M73.37 19.24Q71.71 19.24 70.69 18.47Q69.66 17.7 69.66 16.33Q69.66 14.94 70.52 14.16Q71.38 13.38 73.13 13.04L76.68 12.35Q76.68 11.21 76.16 10.64Q75.64 10.06 74.63 10.06Q73.7 10.06 73.16 10.49Q72.63 10.92 72.45 11.72L69.84 11.59Q70.15 9.91 71.39 8.99Q72.64 8.08 74.63 8.08Q76.91 8.08 78.08 9.23Q79.24 10.37 79.24 12.51V16.4Q79.24 16.83 79.39 16.98Q79.54 17.14 79.84 17.14H80.18V19Q80.06 19.04 79.79 19.06Q79.52 19.09 79.25 19.09Q78.58 19.09 78.07 18.87Q77.55 18.65 77.26 18.13Q76.97 17.61 76.97 16.69L77.2 16.84Q77.03 17.54 76.51 18.09Q75.98 18.64 75.18 18.94Q74.38 19.24 73.37 19.24ZM73.9 17.38Q74.75 17.38 75.37 17.04Q76 16.71 76.34 16.1Q76.68 15.5 76.68 14.69V14.09L73.92 14.65Q73.07 14.82 72.69 15.17Q72.31 15.52 72.31 16.09Q72.31 16.7 72.73 17.04Q73.14 17.38 73.9 17.38Z M85.71 19Q84.12 19 83.37 18.26Q82.62 17.53 82.62 15.94V5.82H85.18V15.7Q85.18 16.45 85.5 16.73Q85.83 17.02 86.5 17.02H88V19ZM80.95 10.3V8.32H88V10.3Z M89.55 19V4.8H92.11V10.76L91.78 10.76Q91.95 9.84 92.42 9.25Q92.9 8.66 93.6 8.37Q94.31 8.08 95.15 8.08Q96.33 8.08 97.13 8.59Q97.93 9.11 98.34 10.03Q98.75 10.94 98.75 12.13V19H96.19V12.76Q96.19 11.46 95.76 10.81Q95.32 10.16 94.37 10.16Q93.33 10.16 92.72 10.84Q92.11 11.51 92.11 12.82V19Z M101.13 19V8.32H103.69V19ZM101.08 6.89V4.63H103.74V6.89Z M106.07 19V8.32H108.38L108.48 11.32L108.17 11.19Q108.34 10.08 108.84 9.39Q109.33 8.71 110.06 8.4Q110.78 8.08 111.64 8.08Q112.82 8.08 113.63 8.6Q114.44 9.11 114.85 10.02Q115.27 10.93 115.27 12.13V19H112.71V12.96Q112.71 12.06 112.54 11.43Q112.36 10.81 111.96 10.49Q111.55 10.16 110.86 10.16Q109.83 10.16 109.23 10.88Q108.63 11.6 108.63 12.96V19Z M117.65 19V4.8H120.21V13.15L124.58 8.32H127.74L123.56 12.76L127.88 19H125L121.89 14.28L120.21 16.06V19Z';

/** Mark and name, as one drawing: the letters are outlines, so no font is waited for. */
export function Wordmark({ size = 20, mono = false, className, ...rest }: MarkProps) {
  return (
    <svg
      className={cn('shrink-0', className)}
      width={(size * 128.4) / 24}
      height={size}
      viewBox="0 0 128.4 24"
      role="img"
      aria-label="Ultrathink"
      {...rest}
    >
      <Root mono={mono} />
      <path fill="currentColor" d={WORD} />
    </svg>
  );
}
