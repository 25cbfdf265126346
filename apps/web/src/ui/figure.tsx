'use client';

import {
  decimalParts,
  NOT_APPLICABLE,
  type NumberParts,
  parseDecimal,
} from '@ultrathink/domain/kernel';
import { cva, type VariantProps } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { useLocale } from './locale.tsx';

const figureStyles = cva('inline-flex items-baseline whitespace-nowrap tabular-nums', {
  variants: {
    size: {
      hero: 'hero',
      price: 'text-price',
      total: 'text-total',
      figure: 'text-figure',
    },
  },
  defaultVariants: { size: 'figure' },
});

export type FigureSize = NonNullable<VariantProps<typeof figureStyles>['size']>;

/** The fraction rule: the integer part speaks, decimal sign and fraction stand one step back. */
export function FigureParts({ sign, integer, fraction, unit }: NumberParts) {
  return (
    <>
      <span>
        {sign}
        {integer}
        <span className="text-ink-3">{fraction}</span>
      </span>
      {unit !== '' && <Unit attached={unit === '%'}>{unit}</Unit>}
    </>
  );
}

/** A unit beside a figure: smaller, quieter, once. */
function Unit({
  children,
  attached,
}: {
  readonly children: ReactNode;
  readonly attached: boolean;
}) {
  return (
    <span
      className={cn(
        'font-normal text-[max(0.56em,0.75rem)] text-ink-3 tracking-normal',
        !attached && 'ml-[0.25em]',
      )}
    >
      {children}
    </span>
  );
}

export type FigureProps = {
  /** Plain decimal text; `null` says it is not known, and `unknown` says it in a word. */
  readonly value: string | null;
  readonly unit?: string;
  readonly decimals?: number;
  readonly unknown?: string;
  readonly size?: FigureSize;
  readonly className?: string | undefined;
};

/** A figure of the size its reader came for. `hero` stands once on a page. */
export function Figure({
  value,
  unit = '',
  decimals,
  unknown = NOT_APPLICABLE,
  size,
  className,
}: FigureProps) {
  const { locale } = useLocale();
  const parsed = value === null ? undefined : parseDecimal(value);
  if (!parsed?.ok) {
    return <span className={cn(figureStyles({ size }), 'text-ink-3', className)}>{unknown}</span>;
  }
  const parts = decimalParts(
    parsed.value,
    { locale, ...(decimals !== undefined && { decimals }) },
    unit,
  );
  return (
    <data value={value ?? ''} className={cn(figureStyles({ size }), className)}>
      <FigureParts {...parts} />
    </data>
  );
}

/** The page's one figure, with what it is above it and its time beside that. */
export function HeroFigure({
  label,
  asOf,
  children,
  ...figure
}: Omit<FigureProps, 'size'> & {
  readonly label: ReactNode;
  /** Its freshness and time: no figure without. */
  readonly asOf: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div>
      <div className="flex items-center gap-2 text-ink-3 text-label">
        <span>{label}</span>
        <span aria-hidden="true">·</span>
        <span className="text-ink-2">{asOf}</span>
      </div>
      <Figure size="hero" {...figure} />
      {children}
    </div>
  );
}
