'use client';

import { Select as Primitive } from '@base-ui/react/select';
import type { ReactNode, Ref } from 'react';
import { cn } from './cn.ts';
import { frameStyles } from './field.tsx';
import { Glyph } from './glyph.tsx';
import { Icon } from './icon.tsx';
import { FLOAT_CLASS, ITEM_CLASS } from './surface.ts';

export type SelectOption<Value extends string> = {
  readonly value: Value;
  readonly label: string;
  /** Right of the label, quiet: a code, a unit, a reason. */
  readonly note?: ReactNode;
  readonly disabled?: boolean;
};

export type SelectProps<Value extends string> = {
  readonly options: readonly SelectOption<Value>[];
  readonly value: Value | null;
  readonly onValueChange: (value: Value) => void;
  readonly placeholder?: string;
  /** Needed where no `Field` around it says what it is. */
  readonly 'aria-label'?: string;
  readonly name?: string;
  readonly disabled?: boolean;
  readonly size?: 'field' | 'cell';
  readonly className?: string | undefined;
  readonly ref?: Ref<HTMLInputElement>;
  readonly onBlur?: () => void;
};

/** One of a short, known list. Over some fifteen entries a `Combobox` is kinder. */
export function Select<Value extends string>({
  options,
  value,
  onValueChange,
  placeholder = 'Choose',
  size = 'field',
  className,
  ref,
  onBlur,
  'aria-label': ariaLabel,
  ...root
}: SelectProps<Value>) {
  return (
    <Primitive.Root
      items={options as SelectOption<Value>[]}
      value={value}
      onValueChange={(next) => {
        if (next !== null) onValueChange(next);
      }}
      {...(ref !== undefined && { inputRef: ref })}
      {...root}
    >
      <Primitive.Trigger
        aria-label={ariaLabel}
        {...(onBlur && { onBlur })}
        className={cn(
          frameStyles({ size }),
          'w-full justify-between text-left outline-none hover:border-ink-3',
          'focus-visible:border-accent focus-visible:shadow-[0_1px_0_var(--accent)]',
          'data-popup-open:border-accent data-popup-open:shadow-[0_1px_0_var(--accent)]',
          'data-invalid:border-danger data-invalid:shadow-[0_1px_0_var(--danger)]',
          'data-disabled:cursor-not-allowed data-disabled:border-line data-disabled:text-ink-3',
          className,
        )}
      >
        <Primitive.Value
          placeholder={placeholder}
          className="truncate data-placeholder:text-ink-3"
        />
        <Primitive.Icon className="text-ink-3">
          <Icon name="chevron-down" size={12} />
        </Primitive.Icon>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Positioner
          sideOffset={6}
          alignItemWithTrigger={false}
          className="z-float outline-none"
        >
          <Primitive.Popup className={cn(FLOAT_CLASS, 'min-w-(--anchor-width)')}>
            <Primitive.List className="max-h-[min(22rem,var(--available-height))] overflow-y-auto py-1">
              {options.map((option) => (
                <Primitive.Item
                  key={option.value}
                  value={option.value}
                  disabled={option.disabled ?? false}
                  className={ITEM_CLASS}
                >
                  <span className="w-3">
                    <Primitive.ItemIndicator>
                      <Glyph shape="check" tone="accent" />
                    </Primitive.ItemIndicator>
                  </span>
                  <Primitive.ItemText className="flex-1 truncate">
                    {option.label}
                  </Primitive.ItemText>
                  <span className="text-ink-3 text-label">{option.note}</span>
                </Primitive.Item>
              ))}
            </Primitive.List>
          </Primitive.Popup>
        </Primitive.Positioner>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
