'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { Glyph } from './glyph.tsx';

export type SegmentedOption<Value extends string> = {
  readonly value: Value;
  readonly label: ReactNode;
  /** The whole name, where the label is short ("1m") or a sign. */
  readonly name?: string;
  readonly disabled?: boolean;
};

type SegmentedProps<Value extends string> = {
  /** What is being chosen, for assistive technology: "Chart or table". */
  readonly label: string;
  readonly options: readonly SegmentedOption<Value>[];
  readonly value: Value;
  readonly onValueChange: (value: Value) => void;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
};

/** Words in a row, the chosen one underlined: views, periods, densities. Arrows move the choice. */
export function Segmented<Value extends string>({
  label,
  options,
  value,
  onValueChange,
  disabled = false,
  className,
}: SegmentedProps<Value>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next: Value) => onValueChange(next)}
      disabled={disabled}
      className={cn('inline-flex items-center gap-3', className)}
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          aria-label={option.name}
          className={cn(
            'relative flex h-6 cursor-pointer items-center whitespace-nowrap text-ink-3 text-label',
            'hover:text-ink data-checked:font-medium data-checked:text-ink max-md:h-8',
            'after:absolute after:inset-x-0 after:bottom-0.5 after:h-[1.5px]',
            'data-checked:after:bg-accent data-disabled:cursor-not-allowed',
            'before:absolute before:-inset-x-1.5 before:inset-y-0',
          )}
        >
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}

/** Buy or sell. The chosen half takes its side's colour; arrow and word say it too. */
export function SideSwitch({
  value,
  onValueChange,
  disabled = false,
  className,
}: {
  readonly value: 'Buy' | 'Sell';
  readonly onValueChange: (value: 'Buy' | 'Sell') => void;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
}) {
  const half = cn(
    'flex h-full cursor-pointer items-center justify-center gap-1.5 font-medium text-ink-2',
    'hover:bg-hover data-checked:text-on-solid data-disabled:cursor-not-allowed',
    'focus-visible:-outline-offset-4 data-checked:focus-visible:outline-on-solid',
  );
  return (
    <RadioGroup
      aria-label="Side"
      value={value}
      onValueChange={(next: 'Buy' | 'Sell') => onValueChange(next)}
      disabled={disabled}
      className={cn(
        'grid h-8 grid-cols-2 overflow-hidden rounded-control border border-line-strong max-md:h-11',
        className,
      )}
    >
      <Radio.Root value="Buy" className={cn(half, 'data-checked:bg-up')}>
        <Arrow up />
        Buy
      </Radio.Root>
      <Radio.Root value="Sell" className={cn(half, 'data-checked:bg-down')}>
        <Arrow up={false} />
        Sell
      </Radio.Root>
    </RadioGroup>
  );
}

function Arrow({ up }: { readonly up: boolean }) {
  return <Glyph shape={up ? 'arrow-up' : 'arrow-down'} size={8} />;
}
