'use client';

import { Combobox as Primitive } from '@base-ui/react/combobox';
import { type ReactNode, type Ref, useState } from 'react';
import { cn } from './cn.ts';
import { frameStyles, INPUT_CLASS } from './field.tsx';
import { Glyph } from './glyph.tsx';
import { Icon } from './icon.tsx';
import { Kbd } from './kbd.tsx';
import { matchedRuns, matches } from './matched-letters.ts';
import { FLOAT_CLASS, ITEM_CLASS } from './surface.ts';

export type ComboboxOption = {
  readonly value: string;
  readonly label: string;
  /** Right of the name, mono: what machines call it ("MFO-01"). It is searched as well. */
  readonly code?: string;
};

export type ComboboxProps = {
  readonly options: readonly ComboboxOption[];
  readonly value: string | null;
  readonly onValueChange: (value: string | null) => void;
  readonly placeholder?: string;
  readonly 'aria-label'?: string;
  readonly name?: string;
  readonly disabled?: boolean;
  readonly size?: 'field' | 'cell';
  readonly className?: string | undefined;
  readonly ref?: Ref<HTMLInputElement>;
  readonly onBlur?: () => void;
  /** The foot's sentence, e.g. `(shown, all) => "3 of 10 clients assigned to you"`. */
  readonly foot?: (shown: number, all: number) => ReactNode;
};

const found = (option: ComboboxOption, typed: string) =>
  matches(`${option.label} ${option.code ?? ''}`, typed);

/** One of many, found by typing. Letters that match stand out by weight. */
export function Combobox({
  options,
  value,
  onValueChange,
  placeholder = 'Type to find',
  size = 'field',
  className,
  foot,
  ref,
  onBlur,
  'aria-label': ariaLabel,
  name,
  disabled = false,
}: ComboboxProps) {
  const [typed, setTyped] = useState('');
  const chosen = options.find((option) => option.value === value) ?? null;
  const query = typed === chosen?.label ? '' : typed;
  const shown = options.filter((option) => found(option, query)).length;
  return (
    <Primitive.Root
      items={options}
      value={chosen}
      onValueChange={(next: ComboboxOption | null) => onValueChange(next?.value ?? null)}
      onInputValueChange={setTyped}
      isItemEqualToValue={(a: ComboboxOption, b: ComboboxOption) => a.value === b.value}
      filter={(option: ComboboxOption) => found(option, query)}
      disabled={disabled}
      autoHighlight
      {...(name !== undefined && { name })}
    >
      <Primitive.InputGroup className={cn(frameStyles({ size }), className)}>
        <Primitive.Input
          placeholder={placeholder}
          aria-label={ariaLabel}
          className={INPUT_CLASS}
          {...(ref !== undefined && { ref })}
          {...(onBlur && { onBlur })}
        />
        <Primitive.Trigger
          aria-label="Open the list"
          className="-mr-1 grid size-6 place-items-center text-ink-3 hover:text-ink"
        >
          <Icon name="chevron-down" size={12} />
        </Primitive.Trigger>
      </Primitive.InputGroup>
      <Primitive.Portal>
        <Primitive.Positioner sideOffset={6} className="z-float outline-none">
          <Primitive.Popup
            className={cn(FLOAT_CLASS, 'w-(--anchor-width) min-w-64 max-w-(--available-width)')}
          >
            <Primitive.Empty className="px-4 py-3 text-ink-2 empty:hidden">
              Nothing by that name.
            </Primitive.Empty>
            <Primitive.List className="max-h-[min(20rem,var(--available-height))] overflow-y-auto py-1 data-empty:p-0">
              {(option: ComboboxOption) => (
                <ComboboxItem key={option.value} option={option} typed={query} />
              )}
            </Primitive.List>
            {foot && (
              <div className="flex items-center justify-between gap-3 border-line border-t px-4 py-2 text-ink-3 text-label">
                <span>{foot(shown, options.length)}</span>
                <Kbd keys={['↑', '↓', 'Enter']} aria-hidden="true" />
              </div>
            )}
          </Primitive.Popup>
        </Primitive.Positioner>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function ComboboxItem({
  option,
  typed,
}: {
  readonly option: ComboboxOption;
  readonly typed: string;
}) {
  return (
    <Primitive.Item value={option} className={ITEM_CLASS}>
      <span className="w-3">
        <Primitive.ItemIndicator>
          <Glyph shape="check" tone="accent" />
        </Primitive.ItemIndicator>
      </span>
      <span className="flex-1 truncate">
        <MatchedText text={option.label} typed={typed} />
      </span>
      {option.code !== undefined && (
        <span className="font-mono text-ink-3 text-label">{option.code}</span>
      )}
    </Primitive.Item>
  );
}

/** A name with the letters that were typed in medium weight. */
export function MatchedText({ text, typed }: { readonly text: string; readonly typed: string }) {
  let at = 0;
  return matchedRuns(text, typed).map((run) => {
    const key = at;
    at += run.text.length;
    return run.matched ? (
      <b key={key} className="font-medium">
        {run.text}
      </b>
    ) : (
      <span key={key}>{run.text}</span>
    );
  });
}
