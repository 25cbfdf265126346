'use client';

import { Input } from '@base-ui/react/input';
import { type ReactNode, useState } from 'react';
import { cn } from './cn.ts';
import { frameStyles, INPUT_CLASS } from './field.tsx';
import { Icon } from './icon.tsx';
import { Kbd } from './kbd.tsx';

type FrameSize = 'field' | 'cell';

export type TextInputProps = Omit<Input.Props, 'className' | 'size'> & {
  readonly className?: string | undefined;
  readonly size?: FrameSize;
  /** Stands before the text, inside the line. */
  readonly before?: ReactNode;
  /** Stands at the right end: a unit, a counter, a button. */
  readonly after?: ReactNode;
};

/** One line of text on a line. */
export function TextInput({ className, size = 'field', before, after, ...rest }: TextInputProps) {
  return (
    <span className={cn(frameStyles({ size }), className)}>
      {before}
      <Input className={INPUT_CLASS} autoComplete="off" {...rest} />
      {after}
    </span>
  );
}

/** Several lines; grows with what is written where the browser can. */
export function TextArea({
  className,
  rows = 3,
  ...rest
}: Omit<Input.Props, 'className' | 'render'> & {
  readonly className?: string | undefined;
  readonly rows?: number;
}) {
  return (
    <span className={cn(frameStyles(), 'h-auto max-md:h-auto', className)}>
      <Input
        render={<textarea rows={rows} />}
        className={cn(INPUT_CLASS, 'field-sizing-content resize-none py-1.5')}
        {...rest}
      />
    </span>
  );
}

/** Finds as one types. Escape or the cross empties it; `kbd` is the key that brings one here. */
export function SearchInput({
  value,
  onValueChange,
  kbd,
  label,
  className,
  ...rest
}: Omit<TextInputProps, 'value' | 'onValueChange' | 'before' | 'after' | 'type'> & {
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly label: string;
  readonly kbd?: string | readonly string[];
}) {
  return (
    <TextInput
      type="search"
      aria-label={label}
      value={value}
      onValueChange={onValueChange}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || value === '') return;
        event.preventDefault();
        onValueChange('');
      }}
      spellCheck={false}
      className={cn('[&_input::-webkit-search-cancel-button]:hidden', className)}
      before={<Icon name="search" className="text-ink-3" />}
      after={
        value === '' ? (
          kbd !== undefined && (
            // A screen so narrow has no keys.
            <span className="max-md:hidden">
              <Kbd keys={kbd} aria-hidden="true" />
            </span>
          )
        ) : (
          <FrameButton label="Empty the search" onClick={() => onValueChange('')}>
            <Icon name="close" size={12} />
          </FrameButton>
        )
      }
      {...rest}
    />
  );
}

/** A password; the eye shows it while it is open. Paste and password managers are welcome. */
export function PasswordInput({
  autoComplete = 'current-password',
  ...rest
}: Omit<TextInputProps, 'type' | 'after'>) {
  const [shown, setShown] = useState(false);
  return (
    <TextInput
      type={shown ? 'text' : 'password'}
      autoComplete={autoComplete}
      spellCheck={false}
      autoCapitalize="none"
      after={
        <FrameButton label="Show the password" pressed={shown} onClick={() => setShown(!shown)}>
          <Icon name={shown ? 'eye-off' : 'eye'} />
        </FrameButton>
      }
      {...rest}
    />
  );
}

function FrameButton({
  label,
  pressed,
  onClick,
  children,
}: {
  readonly label: string;
  readonly pressed?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      onClick={onClick}
      className="-mr-1 grid size-6 shrink-0 place-items-center rounded-control text-ink-3 hover:text-ink"
    >
      {children}
    </button>
  );
}
