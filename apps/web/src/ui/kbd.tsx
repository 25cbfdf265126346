import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/**
 * A key as printed on a keyboard. `keys` holds one or several caps: a chord ("Ctrl", "K") is pressed
 * together, a sequence ("g", "p") one after the other; both read the same, each cap for itself.
 * `bare` drops the cap's own colour where it stands on a filled button.
 */
export function Kbd({
  keys,
  bare = false,
  className,
  ...rest
}: Omit<ComponentProps<'kbd'>, 'children'> & {
  readonly keys: string | readonly string[];
  readonly bare?: boolean;
}) {
  const caps = typeof keys === 'string' ? [keys] : keys;
  return (
    <kbd className={cn('inline-flex shrink-0 items-center gap-1 font-mono', className)} {...rest}>
      {caps.map((cap) => (
        <kbd
          key={cap}
          className={cn(
            'inline-block rounded-control border px-1 text-[0.65625rem]/[0.9375rem] font-medium',
            bare ? 'border-current/60' : 'border-line text-ink-3',
          )}
        >
          {cap}
        </kbd>
      ))}
    </kbd>
  );
}
