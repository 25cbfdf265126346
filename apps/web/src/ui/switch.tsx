'use client';

import { Switch as Primitive } from '@base-ui/react/switch';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';

/**
 * A setting that acts at once. Shape says the state as well as colour: the square thumb is filled
 * when on and outlined when off. `state` is the word at the right ("On", "Since 09:40").
 */
export function Switch({
  checked,
  onCheckedChange,
  children,
  note,
  state,
  disabled = false,
  className,
  'aria-label': ariaLabel,
}: {
  readonly checked: boolean;
  readonly onCheckedChange: (checked: boolean) => void;
  readonly children?: ReactNode;
  readonly note?: ReactNode;
  readonly state?: ReactNode;
  readonly disabled?: boolean;
  readonly className?: string | undefined;
  readonly 'aria-label'?: string;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the switch inside
    <label className={cn('flex min-h-6 cursor-pointer items-start gap-2.5 py-0.75', className)}>
      <span className="flex h-4.5 items-center">
        <Primitive.Root
          checked={checked}
          onCheckedChange={(next) => onCheckedChange(next)}
          disabled={disabled}
          aria-label={ariaLabel}
          className={cn(
            'relative flex h-3.5 w-6.5 shrink-0 cursor-pointer items-center rounded-control border',
            'border-line-strong p-px transition-colors before:absolute before:-inset-1.5',
            'data-checked:border-accent data-checked:bg-accent data-disabled:cursor-not-allowed',
            'data-disabled:border-line data-disabled:data-checked:bg-line',
          )}
        >
          <Primitive.Thumb
            className={cn(
              'size-2.5 rounded-[1.5px] border-[1.5px] border-line-strong transition-[translate]',
              'data-checked:translate-x-3 data-checked:border-on-accent data-checked:bg-on-accent',
            )}
          />
        </Primitive.Root>
      </span>
      {children !== undefined && (
        <span className="flex-1">
          {children}
          {note !== undefined && <span className="block text-ink-3 text-label">{note}</span>}
        </span>
      )}
      {state !== undefined && <span className="text-ink-2">{state}</span>}
    </label>
  );
}
