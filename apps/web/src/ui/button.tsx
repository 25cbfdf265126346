'use client';

import { Button as Primitive } from '@base-ui/react/button';
import { cva, type VariantProps } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { Kbd } from './kbd.tsx';

/**
 * The look of a button, shared with links that act as one.
 *
 * `primary` is solid ink and stands once per view. `buy` and `sell` take their side's colour.
 * `danger` is an outline until the last step of a destructive act, which is `danger-solid`.
 */
export const buttonStyles = cva(
  [
    'relative inline-flex select-none items-center justify-center gap-2 overflow-hidden',
    'whitespace-nowrap rounded-control border font-medium',
    'transition-[background-color,border-color,color,opacity]',
    'data-disabled:cursor-not-allowed',
  ],
  {
    variants: {
      variant: {
        primary: [
          'border-ink bg-ink text-paper',
          'not-data-disabled:hover:border-ink-2 not-data-disabled:hover:bg-ink-2',
          'data-disabled:border-line data-disabled:bg-hover data-disabled:text-ink-3',
        ],
        secondary: [
          'border-line-strong text-ink not-data-disabled:hover:bg-hover',
          'data-disabled:border-line data-disabled:text-ink-3',
        ],
        quiet: [
          'border-transparent text-ink-2',
          'not-data-disabled:hover:bg-hover not-data-disabled:hover:text-ink',
          'data-popup-open:bg-hover data-popup-open:text-ink data-disabled:text-ink-3',
        ],
        'danger-quiet': [
          'border-transparent text-danger not-data-disabled:hover:bg-danger-wash',
          'data-disabled:text-ink-3',
        ],
        buy: 'border-up bg-up text-on-solid',
        sell: 'border-down bg-down text-on-solid',
        danger: [
          'border-danger text-danger not-data-disabled:hover:bg-danger-wash',
          'data-disabled:border-line data-disabled:text-ink-3',
        ],
        'danger-solid': 'border-danger bg-danger text-on-solid',
      },
      size: {
        small: 'h-6 px-2 text-label max-md:h-8',
        medium: 'h-control px-3 text-body',
        large: 'h-control-large px-4 text-body',
        send: 'h-10 px-4 text-field max-md:h-12',
      },
      square: { true: 'px-0', false: '' },
      wide: { true: 'w-full', false: '' },
    },
    compoundVariants: [
      {
        variant: ['buy', 'sell', 'danger-solid'],
        class: [
          'not-data-disabled:hover:opacity-90',
          'data-disabled:border-line data-disabled:bg-hover data-disabled:text-ink-3',
        ],
      },
      { variant: ['quiet', 'danger-quiet'], square: false, class: 'px-2' },
      { size: 'small', square: true, class: 'w-6 max-md:w-8' },
      { size: 'medium', square: true, class: 'w-control' },
      { size: 'large', square: true, class: 'w-control-large' },
    ],
    defaultVariants: { variant: 'secondary', size: 'medium', square: false, wide: false },
  },
);

export type ButtonVariant = NonNullable<VariantProps<typeof buttonStyles>['variant']>;
export type ButtonSize = NonNullable<VariantProps<typeof buttonStyles>['size']>;

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
