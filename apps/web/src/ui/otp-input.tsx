'use client';

import { OTPField } from '@base-ui/react/otp-field';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { Field } from './field.tsx';

const CELLS = ['1', '2', '3', '4', '5', '6'] as const;

/** The six figures of an authenticator. Paste and autofill fill all six; `onComplete` says so. */
export function OtpInput({
  label,
  value,
  onValueChange,
  onComplete,
  error,
  aside,
  disabled = false,
}: {
  readonly label: ReactNode;
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly onComplete?: (value: string) => void;
  readonly error?: ReactNode;
  /** Tries left, seconds left. */
  readonly aside?: ReactNode;
  readonly disabled?: boolean;
}) {
  return (
    <Field label={label} error={error} aside={aside} disabled={disabled}>
      <OTPField.Root
        length={CELLS.length}
        value={value}
        onValueChange={(next) => onValueChange(next)}
        disabled={disabled}
        {...(onComplete && { onValueComplete: (code: string) => onComplete(code) })}
        className="flex gap-2"
      >
        {CELLS.map((cell, index) => (
          <OTPField.Input
            key={cell}
            aria-label={index === 0 ? undefined : `Figure ${cell} of ${CELLS.length}`}
            className={cn(
              'h-10 w-8.5 border-b-[1.5px] border-line-strong bg-transparent text-center text-figure',
              'outline-none focus:border-accent focus:shadow-[0_1px_0_var(--accent)]',
              'data-invalid:border-danger data-disabled:border-line data-disabled:text-ink-3',
            )}
          />
        ))}
      </OTPField.Root>
    </Field>
  );
}
