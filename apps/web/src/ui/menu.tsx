'use client';

import { Menu as Primitive } from '@base-ui/react/menu';
import NextLink from 'next/link';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { cn } from './cn.ts';
import { Glyph } from './glyph.tsx';
import { Kbd } from './kbd.tsx';
import { FLOAT_CLASS, GROUP_LABEL_CLASS, ITEM_CLASS } from './surface.ts';

type RowProps = {
  readonly children: ReactNode;
  /** Left of the words, in a column of its own: a glyph or a sign. */
  readonly before?: ReactNode;
  /** Right of the words, quiet: who made it, how many. */
  readonly note?: ReactNode;
  readonly kbd?: string | readonly string[] | undefined;
};

function Row({ children, before, note, kbd }: RowProps) {
  return (
    <>
      {before !== undefined && <span className="grid w-3.5 place-items-center">{before}</span>}
      <span className="flex-1 truncate">{children}</span>
      {note !== undefined && <span className="text-ink-3 text-label">{note}</span>}
      {kbd !== undefined && <Kbd keys={kbd} />}
    </>
  );
}

/** A list of acts or choices that hangs from a button. What somebody may not do is not in it. */
export function Menu({
  trigger,
  children,
  align = 'start',
  side = 'bottom',
  className,
  ...root
}: {
  readonly trigger: ReactElement;
  readonly children: ReactNode;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'bottom';
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly className?: string | undefined;
}) {
  return (
    <Primitive.Root {...root}>
      <Primitive.Trigger render={trigger} />
      <Primitive.Portal>
        <Primitive.Positioner
          sideOffset={6}
          align={align}
          side={side}
          className="z-float outline-none"
        >
          <Primitive.Popup
            className={cn(
              FLOAT_CLASS,
              'max-h-(--available-height) min-w-52 max-w-90 overflow-y-auto py-1',
              className,
            )}
          >
            {children}
          </Primitive.Popup>
        </Primitive.Positioner>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** An act. `danger` says in colour what its words say already. */
export function MenuItem({
  danger = false,
  disabled = false,
  onClick,
  ...row
}: RowProps & {
  readonly danger?: boolean;
  readonly disabled?: boolean;
  readonly onClick?: () => void;
}) {
  return (
    <Primitive.Item
      disabled={disabled}
      className={cn(ITEM_CLASS, danger && 'text-danger')}
      {...(onClick && { onClick: () => onClick() })}
    >
      <Row {...row} />
    </Primitive.Item>
  );
}

/** A way to another page. */
export function MenuLink({
  href,
  current = false,
  ...row
}: RowProps & { readonly href: string; readonly current?: boolean }) {
  return (
    <Primitive.LinkItem
      closeOnClick
      aria-current={current ? 'page' : undefined}
      className={cn(ITEM_CLASS, current && 'font-medium')}
      render={<NextLink href={href as ComponentProps<typeof NextLink>['href']} />}
    >
      <Row {...row} />
    </Primitive.LinkItem>
  );
}

/** One of several choices, each on or off by itself. The menu stays open. */
export function MenuCheckItem({
  checked,
  onCheckedChange,
  ...row
}: Omit<RowProps, 'before'> & {
  readonly checked: boolean;
  readonly onCheckedChange: (checked: boolean) => void;
}) {
  return (
    <Primitive.CheckboxItem
      checked={checked}
      onCheckedChange={(next) => onCheckedChange(next)}
      className={ITEM_CLASS}
    >
      <Row before={<CheckMark shown={checked} />} {...row} />
    </Primitive.CheckboxItem>
  );
}

/** Exactly one of several choices. */
export function MenuRadioGroup<Value extends string>({
  value,
  onValueChange,
  children,
}: {
  readonly value: Value;
  readonly onValueChange: (value: Value) => void;
  readonly children: ReactNode;
}) {
  return (
    <Primitive.RadioGroup value={value} onValueChange={(next: Value) => onValueChange(next)}>
      {children}
    </Primitive.RadioGroup>
  );
}

export function MenuRadioItem({
  value,
  ...row
}: Omit<RowProps, 'before'> & { readonly value: string }) {
  return (
    <Primitive.RadioItem
      value={value}
      closeOnClick
      className={cn(ITEM_CLASS, 'group/radio data-checked:font-medium')}
    >
      <Row
        before={
          <Glyph shape="check" tone="accent" className="not-group-data-checked/radio:invisible" />
        }
        {...row}
      />
    </Primitive.RadioItem>
  );
}

function CheckMark({ shown }: { readonly shown: boolean }) {
  return <Glyph shape="check" tone="accent" className={cn(!shown && 'invisible')} />;
}

/** Items that belong together, under a quiet name. */
export function MenuGroup({
  label,
  children,
}: {
  readonly label: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <Primitive.Group>
      <Primitive.GroupLabel className={GROUP_LABEL_CLASS}>{label}</Primitive.GroupLabel>
      {children}
    </Primitive.Group>
  );
}

export function MenuSeparator() {
  return <Primitive.Separator className="my-1 h-px bg-line" />;
}
