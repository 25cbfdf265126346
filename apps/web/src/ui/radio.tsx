'use client';

import { Radio as Primitive } from '@base-ui/react/radio';
import { RadioGroup as PrimitiveGroup } from '@base-ui/react/radio-group';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

export type RadioOption<Value extends string> = {
  readonly value: Value;
  readonly label: ReactNode;
  /** A second line: what follows from the choice. */
  readonly note?: ReactNode;
  /** Right of the label: a count, a limit. */
  readonly aside?: ReactNode;
  readonly disabled?: boolean;
};

export type RadioGroupProps<Value extends string> = {
  readonly label: string;
  readonly options: readonly RadioOption<Value>[];
  readonly value: Value | null;
  readonly onValueChange: (value: Value) => void;
  readonly name?: string;
  readonly disabled?: boolean;
  /** Side by side, stacked, or as rows between hairlines. */
  readonly layout?: 'row' | 'stack' | 'list';
  readonly className?: string | undefined;
};

/** One of a few, all of them seen. */
export function RadioGroup<Value extends string>({
  label,
  options,
  value,
  onValueChange,
  layout = 'stack',
  className,
  ...rest
}: RadioGroupProps<Value>) {
  return (
    <PrimitiveGroup
      aria-label={label}
      value={value ?? ''}
      onValueChange={(next) => onValueChange(next as Value)}
      className={cn(
        layout === 'row' && 'flex flex-wrap gap-x-6 gap-y-2',
        layout === 'stack' && 'flex flex-col gap-1.5',
        layout === 'list' && 'flex flex-col',
        className,
      )}
      {...rest}
    >
      {options.map((option) => (
        <Row key={option.value} option={option} list={layout === 'list'} />
      ))}
    </PrimitiveGroup>
  );
}

function Row<Value extends string>({
  option,
  list,
}: {
  readonly option: RadioOption<Value>;
  readonly list: boolean;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the radio inside
    <label
      className={cn(
        'flex min-h-6 cursor-pointer items-start gap-2.5',
        list && 'min-h-8 items-center border-line-faint border-b py-1.5',
        option.disabled === true && 'cursor-not-allowed text-ink-3',
      )}
    >
      <span className="flex h-4.5 items-center">
        <Primitive.Root
          value={option.value}
          disabled={option.disabled ?? false}
          className={cn(
            'relative size-3.5 shrink-0 cursor-pointer rounded-full border-[1.5px] border-line-strong',
            'transition-[border-width,border-color] before:absolute before:-inset-1.5',
            'data-checked:border-4 data-checked:border-accent data-invalid:border-danger',
            'data-disabled:cursor-not-allowed data-disabled:border-line',
          )}
        />
      </span>
      <span className="flex-1">
        {option.label}
        {option.note !== undefined && (
          <span className="block text-ink-3 text-label">{option.note}</span>
        )}
      </span>
      {option.aside !== undefined && <span className="text-ink-2">{option.aside}</span>}
    </label>
  );
}
