import { cva, type VariantProps } from 'class-variance-authority';

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
