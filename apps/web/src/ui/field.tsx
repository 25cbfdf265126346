'use client';

import { Field as Primitive } from '@base-ui/react/field';
import { cva } from 'class-variance-authority';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';
import { Glyph } from './glyph.tsx';

/**
 * The line every control stands on. Focus and error are a second line below the first: 2 px, and
 * the error brings a cross and a sentence, so it is never colour alone.
 */
export const frameStyles = cva(
  [
    'flex min-w-0 items-center gap-2 border-b border-line-strong text-ink',
    'has-[:focus-visible]:border-accent has-[:focus-visible]:shadow-[0_1px_0_var(--accent)]',
    'has-data-invalid:border-danger has-data-invalid:shadow-[0_1px_0_var(--danger)]',
    'has-data-disabled:border-line has-data-disabled:text-ink-3',
    'in-data-cell:border-transparent',
  ],
  {
    variants: {
      size: {
        field: 'h-8.5 text-[0.9375rem]/[1.375rem] max-md:h-11 max-md:text-[1rem]/[1.5rem]',
        cell: 'h-6 text-field max-md:h-7 max-md:text-[1rem]/[1.375rem]',
      },
    },
    defaultVariants: { size: 'field' },
  },
);

/** The bare input inside a frame; the frame shows its focus. */
export const INPUT_CLASS =
  'min-w-0 flex-1 self-stretch bg-transparent outline-none data-disabled:cursor-not-allowed';

export function FieldLabel({ className, ...rest }: Primitive.Label.Props & { className?: string }) {
  return (
    <Primitive.Label
      className={cn('block w-fit text-label text-ink-3 data-invalid:text-ink-3', className)}
      {...rest}
    />
  );
}

/** A line of help that is true before anybody types. */
export function Hint({ className, ...rest }: Primitive.Description.Props & { className?: string }) {
  return (
    <Primitive.Description className={cn('pt-1 text-ink-3 text-label', className)} {...rest} />
  );
}

/** What is wrong, in a sentence, and the nearest value that passes as a press where there is one. */
export function FieldError({
  children,
  className,
  ...rest
}: Omit<Primitive.Error.Props, 'match'> & { className?: string }) {
  return (
    <Primitive.Error
      match={true}
      className={cn('flex gap-1.5 pt-1 text-danger text-label', className)}
      {...rest}
    >
      <Glyph shape="cross" size={10} className="mt-[3px]" />
      <span>{children}</span>
    </Primitive.Error>
  );
}

/** The value that passes, offered as one press inside a `FieldError`. */
export function Remedy({ className, ...rest }: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      className={cn(
        'relative whitespace-nowrap font-medium text-accent underline-offset-3 hover:underline',
        'before:absolute before:-inset-x-1 before:-inset-y-1',
        className,
      )}
      {...rest}
    />
  );
}

export type FieldProps = {
  readonly label: ReactNode;
  /** Right of the label: a counter, a balance, a way to help. */
  readonly aside?: ReactNode;
  readonly hint?: ReactNode;
  /** Given, the field is invalid and says this. */
  readonly error?: ReactNode;
  readonly name?: string | undefined;
  readonly disabled?: boolean;
  /** `false` for a select and other buttons, which a click on their label must not open. */
  readonly nativeLabel?: boolean;
  readonly optional?: boolean;
  readonly className?: string | undefined;
  readonly children: ReactNode;
};

/** Label, control, hint and error, tied together by id for assistive technology. */
export function Field({
  label,
  aside,
  hint,
  error,
  name,
  disabled = false,
  nativeLabel = true,
  optional = false,
  className,
  children,
}: FieldProps) {
  const wrong = error !== undefined && error !== null && error !== false;
  return (
    <Primitive.Root
      name={name}
      invalid={wrong}
      disabled={disabled}
      className={cn('flex min-w-0 flex-col', className)}
    >
      <div className="flex items-baseline justify-between gap-3 text-ink-3 text-label">
        <FieldLabel nativeLabel={nativeLabel} {...(!nativeLabel && { render: <div /> })}>
          {label}
          {optional && <span>, optional</span>}
        </FieldLabel>
        {aside}
      </div>
      {children}
      {wrong && <FieldError>{error}</FieldError>}
      {hint !== undefined && !wrong && <Hint>{hint}</Hint>}
    </Primitive.Root>
  );
}

/**
 * A row of fields as cells of a ticket: one hairline below the row, fainter ones between. The cells'
 * own lines show only for focus and error.
 */
export function FieldCells({ className, ...rest }: ComponentProps<'div'>) {
  return (
    <div
      data-cell=""
      className={cn(
        'grid auto-cols-fr grid-flow-col border-line border-b py-0.5',
        '[&>*+*]:border-line-faint [&>*+*]:border-l [&>*+*]:pl-3 [&>*]:py-1.5 [&>*:not(:last-child)]:pr-3',
        className,
      )}
      {...rest}
    />
  );
}
