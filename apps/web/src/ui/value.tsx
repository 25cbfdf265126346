'use client';

import {
  amountChange,
  type Change as ChangeWords,
  type CompactStyle,
  type Decimal,
  decimalParts,
  formatBps,
  formatCompact,
  formatPoints,
  formatQuantity,
  NOT_APPLICABLE,
  parseDecimal,
  partsToText,
  percentChange,
  percentParts,
  shortHash,
} from '@ultrathink/domain/kernel';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { CopyButton } from './copy-button.tsx';
import { useLocale } from './locale.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';

type ValueProps = {
  /** Plain decimal text, exact; `null` where the figure does not apply. */
  readonly value: string | null;
  readonly decimals?: number | undefined;
  readonly className?: string | undefined;
  /** A copy button with the whole precision appears on hover and focus. */
  readonly copyable?: boolean;
};

/** A figure that does not apply. What is unknown gets a word from its owner instead. */
export function NotApplicable() {
  return (
    <span className="text-ink-3">
      <span aria-hidden="true">{NOT_APPLICABLE}</span>
      <VisuallyHidden>not applicable</VisuallyHidden>
    </span>
  );
}

/** Text of ours with the exact value behind it: for machines, for hover, for the clipboard. */
function Exact({
  value,
  text,
  full,
  className,
  copyable = false,
}: {
  readonly value: string;
  readonly text: string;
  readonly full: string;
  readonly className?: string | undefined;
  readonly copyable?: boolean | undefined;
}) {
  const data = (
    <data
      value={value}
      title={full === text ? undefined : full}
      className={cn('whitespace-nowrap tabular-nums', className)}
    >
      {text}
    </data>
  );
  if (!copyable) return data;
  return (
    <span className="group/copy relative">
      {data}
      {/* Beside the column, never in it: figures keep their edge. */}
      <CopyButton
        text={value}
        label={`Copy ${full}`}
        quiet
        className="absolute top-0 right-full mr-1"
      />
    </span>
  );
}

function useExact(
  { value, decimals, className, copyable }: ValueProps,
  write: (decimal: Decimal, style: { locale: string; decimals?: number }) => string,
): ReactNode {
  const { locale } = useLocale();
  const parsed = value === null ? undefined : parseDecimal(value);
  if (value === null || !parsed?.ok) return <NotApplicable />;
  const text = write(parsed.value, { locale, ...(decimals !== undefined && { decimals }) });
  const full = write(parsed.value, { locale });
  return <Exact value={value} text={text} full={full} className={className} copyable={copyable} />;
}

/** A sum of an asset: `48,217,904.62 USD`. In a column leave the asset to the header. */
export function Money({ asset = '', ...props }: ValueProps & { readonly asset?: string }) {
  return useExact(props, (value, style) => partsToText(decimalParts(value, style, asset)));
}

/** A quantity or a price, its unit in the header. Decimals by lot or tick. */
export function Quantity(props: ValueProps) {
  return useExact(props, formatQuantity);
}

/** A ratio as percent: 0.0124 reads `1.24%`. */
export function Percent({ decimals = 2, ...props }: ValueProps) {
  return useExact({ decimals, ...props }, (value, style) =>
    partsToText(percentParts(value, style)),
  );
}

/** The difference of two percentages: 0.007 reads `0.7 points`. */
export function Points({ decimals = 1, ...props }: ValueProps) {
  return useExact({ decimals, ...props }, formatPoints);
}

/** A cost as basis points, always with two decimals: 0.000425 reads `4.25 bps`. */
export function Bps(props: Omit<ValueProps, 'decimals'>) {
  return useExact(props, (value, { locale }) => formatBps(value, { locale }));
}

/** A large sum for bars and axes: `1.26M`. The whole stands in its title and behind copy. */
export function Compact({
  value,
  unit = '',
  compact = 'short',
  decimals,
  className,
}: ValueProps & { readonly unit?: string; readonly compact?: CompactStyle }) {
  const { locale } = useLocale();
  const parsed = value === null ? undefined : parseDecimal(value);
  if (value === null || !parsed?.ok) return <NotApplicable />;
  const style = { locale, ...(decimals !== undefined && { decimals }) };
  const text = formatCompact(parsed.value, { ...style, compact });
  return (
    <Exact
      value={value}
      text={unit === '' ? text : `${text} ${unit}`}
      full={partsToText(decimalParts(parsed.value, { locale }, unit))}
      className={className}
    />
  );
}

const CHANGE_CLASS = { up: 'text-up', down: 'text-down', none: 'text-ink-2' } as const;

function Arrowed({
  change,
  className,
}: {
  readonly change: ChangeWords;
  readonly className?: string | undefined;
}) {
  return (
    <span
      className={cn('whitespace-nowrap tabular-nums', CHANGE_CLASS[change.direction], className)}
    >
      {change.arrow !== '' && (
        <span aria-hidden="true" className="relative -top-[0.07em] mr-[0.4em] text-[0.72em]">
          {change.arrow}
        </span>
      )}
      {change.text}
    </span>
  );
}

/** A relative change, 0.0124 as `▲ +1.24%`. What rounds to zero has neither arrow nor colour. */
export function Change({ value, decimals = 2, className }: ValueProps) {
  const { locale } = useLocale();
  const parsed = value === null ? undefined : parseDecimal(value);
  if (!parsed?.ok) return <NotApplicable />;
  return (
    <Arrowed change={percentChange(parsed.value, { locale, decimals })} className={className} />
  );
}

/** A change in an asset: `▲ +590,580.94 USD`. `arrow={false}` where one stands beside already. */
export function ChangeAmount({
  value,
  unit = '',
  decimals = 2,
  arrow = true,
  className,
}: ValueProps & { readonly unit?: string; readonly arrow?: boolean }) {
  const { locale } = useLocale();
  const parsed = value === null ? undefined : parseDecimal(value);
  if (!parsed?.ok) return <NotApplicable />;
  const change = amountChange(parsed.value, { locale, decimals }, unit);
  return <Arrowed change={arrow ? change : { ...change, arrow: '' }} className={className} />;
}

/** A hash or a long id: `7c1e…90ab`, mono, the whole one behind the copy button. */
export function Hash({
  value,
  label = 'hash',
  copyable = true,
  className,
}: {
  readonly value: string;
  /** What it is, for the copy button: "Copy action hash". */
  readonly label?: string;
  readonly copyable?: boolean;
  readonly className?: string | undefined;
}) {
  return (
    <span className={cn('group/copy inline-flex items-center gap-1', className)}>
      <code title={value} className="font-mono text-[0.925em] tracking-[-0.01em]">
        {shortHash(value)}
      </code>
      {copyable && <CopyButton text={value} label={`Copy ${label}`} quiet />}
    </span>
  );
}
