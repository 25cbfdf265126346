'use client';

import { Checkbox as Primitive } from '@base-ui/react/checkbox';
import type { ReactNode, Ref } from 'react';
import { cn } from './cn.ts';

export type CheckboxProps = {
  readonly checked: boolean;
  readonly onCheckedChange: (checked: boolean) => void;
  /** Some but not all of what it stands for. */
  readonly indeterminate?: boolean;
  /** The words beside it; without them give `aria-label`. */
  readonly children?: ReactNode;
  /** A second line: what follows from the choice. */
  readonly note?: ReactNode;
  readonly 'aria-label'?: string;
  readonly name?: string;
  readonly disabled?: boolean;
  readonly required?: boolean;
  readonly tabIndex?: number;
  readonly className?: string | undefined;
  readonly ref?: Ref<HTMLInputElement>;
};

/** Yes or no, together with others. A setting that acts at once is a `Switch`. */
export function Checkbox({
  checked,
  onCheckedChange,
  indeterminate = false,
  children,
  note,
  className,
  ref,
  ...rest
}: CheckboxProps) {
  const box = (
    <Primitive.Root
      checked={checked}
      indeterminate={indeterminate}
      onCheckedChange={(next) => onCheckedChange(next)}
      {...(ref !== undefined && { inputRef: ref })}
      className={cn(
        'relative grid size-3.5 shrink-0 cursor-pointer place-items-center rounded-[2px]',
        'border-[1.5px] border-line-strong transition-colors before:absolute before:-inset-1.5',
        'data-checked:border-accent data-checked:bg-accent data-checked:text-on-accent',
        'data-indeterminate:border-accent data-indeterminate:bg-accent',
        'data-indeterminate:text-on-accent data-invalid:border-danger',
        'data-disabled:cursor-not-allowed data-disabled:border-line data-disabled:bg-hover',
        'data-disabled:text-ink-3',
      )}
      {...rest}
    >
      <Primitive.Indicator>
        <svg width="10" height="10" viewBox="0 0 10 10" fill="none" aria-hidden="true">
          <path
            d={indeterminate ? 'M2 5h6' : 'M1.5 5.2l2.3 2.2L8.5 2.5'}
            stroke="currentColor"
            strokeWidth="1.5"
          />
        </svg>
      </Primitive.Indicator>
    </Primitive.Root>
  );
  if (children === undefined) return box;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the checkbox inside
    <label className={cn('flex min-h-6 w-fit cursor-pointer items-start gap-2.5', className)}>
      <span className="flex h-4.5 items-center">{box}</span>
      <span>
        {children}
        {note !== undefined && <span className="block text-ink-3 text-label">{note}</span>}
      </span>
    </label>
  );
}
