'use client';

import { Tabs as Primitive } from '@base-ui/react/tabs';
import NextLink from 'next/link';
import { type ComponentProps, type ReactNode, useRef, useState } from 'react';
import { cn } from './cn.ts';
import { Glyph } from './glyph.tsx';
import { Icon } from './icon.tsx';
import { Menu, MenuItem, MenuLink } from './menu.tsx';
import { Count } from './tag.tsx';
import { useFold } from './use-fold.ts';

export type TabItem<Value extends string = string> = {
  readonly value: Value;
  readonly label: string;
  /** How many there are behind it, already written for this locale. */
  readonly count?: ReactNode;
  /** `warn` for what needs somebody: it brings the diamond along. */
  readonly tone?: 'warn' | undefined;
};

const TAB_CLASS = cn(
  'group relative flex shrink-0 items-center gap-1.5 whitespace-nowrap text-ink-2 hover:text-ink',
  'after:absolute after:inset-x-0 after:-bottom-px after:h-0.5',
  'data-active:font-medium data-active:text-ink data-active:after:bg-accent',
  'aria-[current]:font-medium aria-[current]:text-ink aria-[current]:after:bg-accent',
  'focus-visible:-outline-offset-2 data-[tone=warn]:text-warn',
);

function TabWords({ tab }: { readonly tab: TabItem }) {
  return (
    <>
      {tab.tone === 'warn' && <Glyph shape="diamond-mark" />}
      {tab.label}
      {tab.count !== undefined && (
        <Count className={tab.tone === 'warn' ? 'text-warn' : undefined}>{tab.count}</Count>
      )}
    </>
  );
}

/**
 * Leads to a page, which is fetched when a pointer or the keyboard comes to the tab: of ten in a line one is
 * opened, and fetching all of them with each page would cost more than the page.
 */
function TabLink({
  tab,
  href,
  isHere,
}: {
  readonly tab: TabItem;
  readonly href: string;
  readonly isHere: boolean;
}) {
  const [isMeant, setMeant] = useState(false);
  const mean = () => setMeant(true);
  return (
    <NextLink
      href={href as ComponentProps<typeof NextLink>['href']}
      prefetch={isMeant ? null : false}
      onPointerEnter={mean}
      onFocus={mean}
      data-tab=""
      data-tone={tab.tone}
      aria-current={isHere ? 'page' : undefined}
      className={TAB_CLASS}
    >
      <TabWords tab={tab} />
    </NextLink>
  );
}

/** The menu hands its own props and ref to whatever it hangs from. */
function MoreButton({ count, ...rest }: ComponentProps<'button'> & { readonly count: number }) {
  return (
    <button
      type="button"
      {...rest}
      className="relative ml-auto flex shrink-0 items-center gap-1.5 whitespace-nowrap pl-3 before:absolute before:top-[30%] before:bottom-[30%] before:left-0 before:w-px before:bg-line"
    >
      {count} more
      <Icon name="chevron-down" size={12} className="text-ink-3" />
    </button>
  );
}

/**
 * Tabs over one part of a page. What does not fit folds into one counted menu at the right end.
 * `tools` stand at the right of the line: filter, view, CSV.
 */
export function Tabs<Value extends string>({
  label,
  tabs,
  value,
  onValueChange,
  tools,
  children,
  className,
}: {
  /** What the tabs are of, for assistive technology: "Blotter". */
  readonly label: string;
  readonly tabs: readonly TabItem<Value>[];
  readonly value: Value;
  readonly onValueChange: (value: Value) => void;
  readonly tools?: ReactNode;
  /** `TabPanel`s. */
  readonly children?: ReactNode;
  readonly className?: string | undefined;
}) {
  const line = useRef<HTMLDivElement>(null);
  const active = tabs.findIndex((tab) => tab.value === value);
  const { shown, folded } = useFold(line, tabs.map(nameOf), active);
  const at = (index: number) => tabs[index];
  return (
    <Primitive.Root
      value={value}
      onValueChange={(next: Value) => onValueChange(next)}
      className={cn('flex min-w-0 flex-col', className)}
    >
      <div className="flex h-8.5 items-stretch gap-5 border-b max-md:h-11">
        <div ref={line} className="flex min-w-0 flex-1 gap-4.5 overflow-x-clip">
          <Primitive.List aria-label={label} className="flex gap-4.5">
            {shown.map(at).map(
              (tab) =>
                tab !== undefined && (
                  <Primitive.Tab
                    key={tab.value}
                    value={tab.value}
                    data-tab=""
                    data-tone={tab.tone}
                    className={TAB_CLASS}
                  >
                    <TabWords tab={tab} />
                  </Primitive.Tab>
                ),
            )}
          </Primitive.List>
          {folded.length > 0 && (
            <Menu align="end" trigger={<MoreButton count={folded.length} />}>
              {folded.map(at).map(
                (tab) =>
                  tab !== undefined && (
                    <MenuItem
                      key={tab.value}
                      note={tab.count}
                      onClick={() => onValueChange(tab.value)}
                    >
                      {tab.label}
                    </MenuItem>
                  ),
              )}
            </Menu>
          )}
        </div>
        {tools !== undefined && <div className="flex items-center gap-1">{tools}</div>}
      </div>
      {children}
    </Primitive.Root>
  );
}

/** What one tab shows. It has no focus stop of its own where its first child has one. */
export function TabPanel({
  value,
  children,
  className,
}: {
  readonly value: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}) {
  return (
    <Primitive.Panel value={value} className={cn('min-w-0', className)}>
      {children}
    </Primitive.Panel>
  );
}

export type LinkTab = TabItem & { readonly href: string };

function nameOf(tab: TabItem): string {
  return `${tab.label} ${typeof tab.count === 'object' ? '' : (tab.count ?? '')}`;
}

/**
 * Tabs that are pages: the header's navigation and its second level. The current one is marked for
 * assistive technology too. `value` is the current tab's value, or none of them.
 */
export function LinkTabs({
  label,
  tabs,
  value,
  className,
}: {
  readonly label: string;
  readonly tabs: readonly LinkTab[];
  readonly value: string | null;
  readonly className?: string | undefined;
}) {
  const line = useRef<HTMLElement>(null);
  const active = tabs.findIndex((tab) => tab.value === value);
  const { shown, folded } = useFold(line, tabs.map(nameOf), active);
  return (
    <nav
      ref={line}
      aria-label={label}
      className={cn('flex h-8.5 min-w-0 items-stretch gap-4.5', className)}
    >
      {shown.map((index) => {
        const tab = tabs[index];
        if (tab === undefined) return null;
        return <TabLink key={tab.value} tab={tab} href={tab.href} isHere={tab.value === value} />;
      })}
      {folded.length > 0 && (
        <Menu align="end" trigger={<MoreButton count={folded.length} />}>
          {folded.map((index) => {
            const tab = tabs[index];
            if (tab === undefined) return null;
            return (
              <MenuLink key={tab.value} href={tab.href} note={tab.count}>
                {tab.label}
              </MenuLink>
            );
          })}
        </Menu>
      )}
    </nav>
  );
}
