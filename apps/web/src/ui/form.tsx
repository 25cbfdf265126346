'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import {
  Controller,
  type ControllerRenderProps,
  type DefaultValues,
  type FieldPath,
  type FieldValues,
  type UseFormReturn,
  useForm,
} from 'react-hook-form';
import type { z } from 'zod';

/** A form whose values are checked by a zod schema, on leaving a field and on sending. */
export function useZodForm<Output extends FieldValues, Input extends FieldValues>(
  schema: z.ZodType<Output, Input>,
  defaultValues: DefaultValues<Input>,
): UseFormReturn<Input, unknown, Output> {
  return useForm<Input, unknown, Output>({
    resolver: zodResolver(schema),
    defaultValues,
    mode: 'onTouched',
    shouldFocusError: false,
  });
}

export type FormProblem = {
  /** Name of the field, where there is one to go to. */
  readonly field?: string;
  readonly label: string;
  /** Goes on where the label ends, "is off the tick.", or is a sentence of its own. */
  readonly says: string;
};

/**
 * What stops the form, said first: how many, that nothing was sent, and a way to each. It takes the
 * focus when `attempt` rises, so that a screen reader starts here.
 */
export function FormErrors({
  problems,
  attempt,
  form,
}: {
  readonly problems: readonly FormProblem[];
  /** How often sending was tried. */
  readonly attempt: number;
  /** Id of the form the fields are in. */
  readonly form?: string | undefined;
}) {
  const box = useRef<HTMLDivElement>(null);
  const told = useRef(0);
  const standing = problems.length > 0;
  // The problems may come a render after the attempt that found them.
  useEffect(() => {
    if (!standing || attempt === told.current) return;
    told.current = attempt;
    box.current?.focus();
  }, [attempt, standing]);
  if (problems.length === 0) return null;
  const goTo = (field: string) => {
    const root = (form !== undefined && document.getElementById(form)) || document;
    root.querySelector<HTMLElement>(`[name="${CSS.escape(field)}"]`)?.focus();
  };
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="mb-2.5 border-danger border-l-2 py-0.5 pl-3 outline-none"
    >
      <p className="font-medium text-danger">
        {problems.length === 1
          ? '1 field needs a change. Nothing was sent.'
          : `${problems.length} fields need a change. Nothing was sent.`}
      </p>
      <ul className="flex flex-wrap gap-x-3 text-ink-2 text-label">
        {problems.map((problem) => (
          <li key={problem.label}>
            {problem.field === undefined ? (
              problem.label
            ) : (
              <button
                type="button"
                onClick={() => goTo(problem.field ?? '')}
                className="min-h-6 font-medium text-accent underline-offset-3 hover:underline"
              >
                {problem.label}
              </button>
            )}
            {/^\p{Lu}/u.test(problem.says) ? ': ' : ' '}
            {problem.says}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A form around `useZodForm`: errors above, fields, and nothing the browser says on its own. */
export function Form<Output extends FieldValues, Input extends FieldValues>({
  form,
  labels,
  onSubmit,
  children,
  className,
}: {
  readonly form: UseFormReturn<Input, unknown, Output>;
  /** What each field is called on the page, for the summary. */
  readonly labels: Readonly<Record<string, string>>;
  readonly onSubmit: (values: Output) => void | Promise<void>;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}) {
  const id = useId();
  const [refused, setRefused] = useState(0);
  const { errors } = form.formState;
  const problems = refused === 0 ? [] : problemsOf(errors, labels);
  return (
    <form
      id={id}
      noValidate
      className={className}
      onSubmit={(event) => {
        const sent = form.handleSubmit(onSubmit, () => setRefused((count) => count + 1))(event);
        // A thrown error is a bug of ours and belongs to the page's error boundary.
        sent.catch(reportError);
      }}
    >
      <FormErrors problems={problems} attempt={refused} form={id} />
      {children}
    </form>
  );
}

function problemsOf(
  errors: Readonly<Record<string, unknown>>,
  labels: Readonly<Record<string, string>>,
): readonly FormProblem[] {
  return Object.entries(errors).map(([field, error]) => ({
    field,
    label: labels[field] ?? field,
    says: messageOf(error) ?? 'needs a change.',
  }));
}

function messageOf(error: unknown): string | undefined {
  const message = (error as { readonly message?: unknown } | undefined)?.message;
  return typeof message === 'string' ? message : undefined;
}

/**
 * Ties one control to the form: `children` gets the field's value and events, and the message to
 * show. Our own controls take `value`, `onValueChange`, `onBlur`, `name` and `ref`.
 */
export function FormField<
  Output extends FieldValues,
  Input extends FieldValues,
  Name extends FieldPath<Input>,
>({
  form,
  name,
  children,
}: {
  readonly form: UseFormReturn<Input, unknown, Output>;
  readonly name: Name;
  readonly children: (
    control: Omit<ControllerRenderProps<Input, Name>, 'onChange'> & {
      readonly onValueChange: ControllerRenderProps<Input, Name>['onChange'];
    },
    error: string | undefined,
  ) => ReactNode;
}) {
  return (
    <Controller
      control={form.control}
      name={name}
      render={({ field: { onChange, ...field }, fieldState }) => (
        <>{children({ ...field, onValueChange: onChange }, fieldState.error?.message)}</>
      )}
    />
  );
}
