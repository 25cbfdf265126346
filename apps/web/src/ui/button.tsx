'use client';

import { Button as Primitive } from '@base-ui/react/button';
import type { VariantProps } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { buttonStyles } from './button-styles.ts';
import { cn } from './cn.ts';
import { Kbd } from './kbd.tsx';

export type ButtonProps = Omit<Primitive.Props, 'className'> &
  VariantProps<typeof buttonStyles> & {
    readonly className?: string | undefined;
    /** Work is under way: the button keeps its place and focus, and takes no second press. */
    readonly busy?: boolean | undefined;
    /** Said instead of the label while `busy`, e.g. "Sending". */
    readonly busyLabel?: ReactNode;
    /** The key that does the same; drawn after the label and told to assistive technology. */
    readonly kbd?: string | readonly string[] | undefined;
  };

/**
 * A button. Its label says what will happen ("Buy 2.00 BTC at 68,450.00 or better"), never "OK".
 * Give a square one an `aria-label`. `type` is "button" unless said otherwise.
 */
export function Button({
  variant,
  size,
  square,
  wide,
  className,
  busy = false,
  busyLabel,
  kbd,
  disabled,
  children,
  ...rest
}: ButtonProps) {
  const keys = typeof kbd === 'string' ? [kbd] : kbd;
  const filled =
    variant !== undefined && variant !== null && /primary|buy|sell|solid/.test(variant);
  return (
    <Primitive
      className={cn(buttonStyles({ variant, size, square, wide }), className)}
      disabled={busy || disabled === true}
      focusableWhenDisabled={busy}
      aria-busy={busy || undefined}
      aria-keyshortcuts={keys?.join('+').replace('Ctrl', 'Control')}
      {...rest}
    >
      {busy && busyLabel !== undefined ? busyLabel : children}
      {keys !== undefined && !busy && <Kbd keys={keys} bare={filled} aria-hidden="true" />}
      {busy && (
        <span aria-hidden="true" className="absolute inset-x-0 bottom-0 h-0.5 bg-line">
          <span className="absolute inset-y-0 left-0 w-1/4 animate-busy bg-ink-3" />
        </span>
      )}
    </Primitive>
  );
}
