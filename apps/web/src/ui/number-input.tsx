'use client';

import { Input } from '@base-ui/react/input';
import { type KeyboardEvent, type ReactNode, type Ref, useState } from 'react';
import { cn } from './cn.ts';
import { Field, frameStyles, INPUT_CLASS, Remedy } from './field.tsx';
import { useLocale } from './locale.tsx';
import {
  type NumberReading,
  type NumberRules,
  readNumber,
  showNumber,
  stepBy,
} from './number-reading.ts';

export type NumberInputProps = {
  readonly label: ReactNode;
  /** Plain decimal text ("68450.5"), or `null` while the field holds nothing that can be used. */
  readonly value: string | null;
  readonly onValueChange: (plain: string | null) => void;
  /** Unit at the right end, and the one pasted text may carry. */
  readonly unit: string;
  /** Said by whoever checks more than the text: a limit, a balance. */
  readonly error?: ReactNode;
  readonly hint?: ReactNode;
  readonly aside?: ReactNode;
  readonly name?: string;
  readonly disabled?: boolean;
  readonly placeholder?: string;
  readonly size?: 'field' | 'cell';
  readonly ref?: Ref<HTMLInputElement>;
  readonly onBlur?: () => void;
  readonly className?: string | undefined;
};

/** A signed or unsigned sum of an asset. `decimals` is what the asset is kept to. */
export function MoneyInput({
  decimals = 2,
  allowNegative = false,
  ...props
}: NumberInputProps & { readonly decimals?: number; readonly allowNegative?: boolean }) {
  const { locale } = useLocale();
  const rules = { locale, unit: props.unit, maxDecimals: decimals, allowNegative, noun: 'Amount' };
  return <NumberField {...props} rules={rules} />;
}

/** A quantity in lots. A value between two lots offers the lot below: never more than was meant. */
export function QuantityInput({ lot, ...props }: NumberInputProps & { readonly lot: string }) {
  const { locale } = useLocale();
  const rules: NumberRules = {
    locale,
    unit: props.unit,
    step: lot,
    nearest: 'below',
    noun: 'Quantity',
  };
  return <NumberField {...props} rules={rules} />;
}

/** A price in ticks. A value between two ticks offers the closest one. */
export function PriceInput({ tick, ...props }: NumberInputProps & { readonly tick: string }) {
  const { locale } = useLocale();
  return <NumberField {...props} rules={{ locale, unit: props.unit, step: tick, noun: 'Price' }} />;
}

/**
 * What the field holds between the keys: the text as typed while somebody types, the value as this
 * locale writes it otherwise. A value set from outside replaces the text at once.
 */
function useDraft({ value, onValueChange }: NumberInputProps, rules: NumberRules) {
  const [draft, setDraft] = useState<string | null>(null);
  const [left, setLeft] = useState(true);
  const reading: NumberReading =
    draft === null
      ? value === null
        ? { kind: 'empty' }
        : readNumber(showNumber(value, rules), rules)
      : readNumber(draft, rules);
  const shownByDraft = reading.kind === 'value' ? reading.plain : null;
  const outside = draft !== null && value !== null && value !== shownByDraft;
  const take = (text: string) => {
    setDraft(text);
    setLeft(false);
    const next = readNumber(text, rules);
    onValueChange(next.kind === 'value' ? next.plain : null);
  };
  const put = (plain: string) => {
    setDraft(null);
    onValueChange(plain);
  };
  const leave = () => {
    setLeft(true);
    if (draft !== null && reading.kind !== 'wrong') setDraft(null);
  };
  const text = draft === null || outside ? (value === null ? '' : showNumber(value, rules)) : draft;
  return { text, reading: outside ? readNumber(text, rules) : reading, left, take, put, leave };
}

function NumberField({ rules, ...props }: NumberInputProps & { readonly rules: NumberRules }) {
  const { label, unit, error, hint, aside, name, disabled, placeholder, size, ref } = props;
  const { text, reading, left, take, put, leave } = useDraft(props, rules);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    const count = (event.key === 'ArrowUp' ? 1 : -1) * (event.shiftKey ? 10 : 1);
    const next = stepBy(reading.kind === 'value' ? reading.plain : props.value, count, rules);
    if (next === null) return;
    event.preventDefault();
    put(next);
  };
  const wrong = reading.kind === 'wrong' && left ? reading : undefined;
  return (
    <Field
      label={label}
      aside={aside}
      hint={hint}
      name={name}
      disabled={disabled ?? false}
      className={props.className}
      error={wrong ? <Wrong reading={wrong} rules={rules} onTake={put} /> : error}
    >
      <span className={frameStyles({ size })}>
        <Input
          {...(ref !== undefined && { ref })}
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={text}
          onValueChange={take}
          onKeyDown={onKeyDown}
          onBlur={() => {
            leave();
            props.onBlur?.();
          }}
          className={cn(INPUT_CLASS, 'tabular-nums', size === 'cell' && 'font-medium')}
        />
        <span className="text-ink-3 text-[0.8125rem]/[1.125rem]">{unit}</span>
      </span>
    </Field>
  );
}

function Wrong({
  reading,
  rules,
  onTake,
}: {
  readonly reading: Extract<NumberReading, { kind: 'wrong' }>;
  readonly rules: NumberRules;
  readonly onTake: (plain: string) => void;
}) {
  const { nearest } = reading;
  if (nearest === undefined) return reading.sentence;
  return (
    <>
      {reading.sentence} {rules.nearest === 'below' ? 'Lot below' : 'Nearest'}:{' '}
      <Remedy onClick={() => onTake(nearest)}>{showNumber(nearest, rules)}</Remedy>
    </>
  );
}
