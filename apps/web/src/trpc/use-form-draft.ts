'use client';

import { useEffect, useRef, useState } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';

/** Of this tab alone: what somebody proposes is nobody else's until it is sent. */
const keyOf = (name: string): string => `draft ${name}`;

function readDraft(name: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(name)) ?? 'null');
  } catch {
    return null;
  }
}

/**
 * What was typed into a form stays until it is sent or dropped, wherever one goes meanwhile.
 * @param name one per form and subject
 */
export function useFormDraft<Output extends FieldValues, Input extends FieldValues>(
  form: UseFormReturn<Input, unknown, Output>,
  name: string,
): { readonly isKept: boolean; readonly forget: () => void } {
  const [isKept, setKept] = useState(false);
  const read = useRef<string | null>(null);
  useEffect(() => {
    if (read.current === name) return;
    read.current = name;
    const draft = readDraft(name);
    if (draft === null || typeof draft !== 'object') return;
    form.reset({ ...form.getValues(), ...draft } as Input, { keepDefaultValues: true });
    setKept(true);
  }, [form, name]);
  useEffect(() => {
    const { unsubscribe } = form.watch((values) => {
      if (!form.formState.isDirty) return;
      sessionStorage.setItem(keyOf(name), JSON.stringify(values));
      setKept(true);
    });
    return unsubscribe;
  }, [form, name]);
  return {
    isKept,
    forget: () => {
      sessionStorage.removeItem(keyOf(name));
      setKept(false);
    },
  };
}
