import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** Paths on a 16 grid, stroke 1.4, round ends: the hand of the mark, not of a library. */
const PATHS = {
  'arrow-down': 'M8 3v10M4 9l4 4 4-4',
  'arrow-out': 'M5.5 4.5h6v6M11.5 4.5l-7 7',
  'arrow-right': 'M3 8h10M9 4l4 4-4 4',
  'arrow-up': 'M8 13V3M4 7l4-4 4 4',
  bell: 'M4.5 7a3.5 3.5 0 0 1 7 0c0 3 1 3.5 1.5 4.5h-10C3.5 10.5 4.5 10 4.5 7zM7 13.5h2',
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3',
  check: 'M3 8.5l3.2 3L13 4.5',
  'chevron-down': 'M4 6.5l4 4 4-4',
  'chevron-left': 'M10 3.5L5.5 8l4.5 4.5',
  'chevron-right': 'M6 3.5L10.5 8 6 12.5',
  'chevron-up': 'M4 9.5l4-4 4 4',
  close: 'M4 4l8 8M12 4l-8 8',
  columns: 'M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5h-.5v-8h8V3',
  download: 'M8 2.5v8M4.5 7L8 10.5 11.5 7M3 13.5h10',
  eye: 'M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8zM8 6.2a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6z',
  'eye-off':
    'M3 3l10 10M6.3 4c.5-.1 1.1-.2 1.7-.2 4 0 6.2 4.2 6.2 4.2s-.6 1.2-1.8 2.3M10 11.9c-.6.2-1.3.3-2 .3-4 0-6.2-4.2-6.2-4.2S2.7 6.3 4.3 5.1',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  grip: 'M6 4v.1M10 4v.1M6 8v.1M10 8v.1M6 12v.1M10 12v.1',
  key: 'M9.5 9.5a3.2 3.2 0 1 0-3-3L2.5 10.5v3h3v-2h2z',
  link: 'M6.8 9.2a2.5 2.5 0 0 0 3.5 0l2.2-2.2A2.5 2.5 0 0 0 9 3.5l-.8.8M9.2 6.8a2.5 2.5 0 0 0-3.5 0L3.5 9A2.5 2.5 0 0 0 7 12.5l.8-.8',
  lock: 'M4 7.5h8v6H4zM5.8 7.5V5.2a2.2 2.2 0 0 1 4.4 0v2.3',
  menu: 'M2.5 5h11M2.5 11h11',
  minus: 'M3.5 8h9',
  moon: 'M13 9.6A5.5 5.5 0 0 1 6.4 3a5.5 5.5 0 1 0 6.6 6.6z',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  pin: 'M6 2.5h4l-.5 4L12 9H4l2.5-2.5zM8 9v5',
  plus: 'M8 3.5v9M3.5 8h9',
  power: 'M8 2.5v5M4.8 4.4a5 5 0 1 0 6.4 0',
  print: 'M4.5 6V2.5h7V6M4.5 11.5h-2V6h11v5.5h-2M4.5 9.5h7v4h-7z',
  reset: 'M3 8a5 5 0 1 0 1.6-3.7L3 5.8M3 2.8v3h3',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.5 10.5L14 14',
  sun: 'M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM8 1.8v1M8 13.2v1M1.8 8h1M13.2 8h1M3.6 3.6l.7.7M11.7 11.7l.7.7M12.4 3.6l-.7.7M4.3 11.7l-.7.7',
  system: 'M2.5 3h11v7.5h-11zM6 13.5h4M8 10.5v3',
  upload: 'M8 13.5v-8M4.5 8.5L8 5l3.5 3.5M3 2.5h10',
} as const;

export type IconName = keyof typeof PATHS;

/**
 * A drawn sign beside a word, or alone in a toolbar whose button carries an `aria-label`.
 * Always hidden from assistive technology: the word says it. `size` is in CSS pixels.
 */
export function Icon({
  name,
  size = 14,
  className,
  ...rest
}: Omit<ComponentProps<'svg'>, 'name'> & { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      className={cn('shrink-0', className)}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      {...rest}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
