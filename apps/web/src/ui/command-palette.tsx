'use client';

import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useState } from 'react';
import { cn } from './cn.ts';
import { MatchedText } from './combobox.tsx';
import { Icon } from './icon.tsx';
import { Kbd } from './kbd.tsx';
import { matches } from './matched-letters.ts';
import { useScene } from './scene.tsx';
import { FLOAT_CLASS, GROUP_LABEL_CLASS, ITEM_CLASS, SCRIM_CLASS, STAGE_CLASS } from './surface.ts';

export type Command = {
  readonly id: string;
  readonly label: string;
  /** Also searched, never shown: other names for the same. */
  readonly words?: string;
  /** After the label, quiet: a code, how many orders. */
  readonly note?: ReactNode;
  /** Left of the label: a state's glyph. Without one stands a chevron. */
  readonly glyph?: ReactNode;
  /** Right: a state, an age. */
  readonly aside?: ReactNode;
  readonly kbd?: string | readonly string[];
  readonly run: () => void;
};

export type CommandGroup = { readonly value: string; readonly items: readonly Command[] };

/**
 * Everything one may go to or do, found by typing. What a role may not do is absent, not disabled.
 * Groups keep their order; `onQuery` lets an owner add what a server finds.
 */
export function CommandPalette({
  open,
  onOpenChange,
  groups,
  onQuery,
  placeholder = 'Find or go to',
  initialQuery = '',
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly groups: readonly CommandGroup[];
  readonly onQuery?: (typed: string) => void;
  readonly placeholder?: string;
  readonly initialQuery?: string;
}) {
  const [typed, setTyped] = useState(initialQuery);
  const { container, still } = useScene();
  const take = (next: string) => {
    setTyped(next);
    onQuery?.(next);
  };
  return (
    <Dialog.Root
      modal={!still}
      disablePointerDismissal={still}
      open={open}
      onOpenChange={(next) => {
        if (!next) take('');
        onOpenChange(next);
      }}
    >
      <Dialog.Portal container={container}>
        <Dialog.Backdrop className={cn(SCRIM_CLASS, 'z-palette')} />
        <Dialog.Viewport className={cn(STAGE_CLASS, 'z-palette items-start pt-[14%]')}>
          <Dialog.Popup
            initialFocus={!still}
            aria-label="Find or go to"
            className={cn(FLOAT_CLASS, 'w-full max-w-140 duration-180')}
          >
            <Autocomplete.Root
              open
              inline
              items={groups}
              value={typed}
              onValueChange={take}
              filter={(command: Command, query: string) =>
                matches(`${command.label} ${command.words ?? ''}`, query)
              }
              itemToStringValue={(command: Command) => command.label}
              autoHighlight="always"
              keepHighlight
            >
              <div className="flex h-12 items-center gap-2.5 border-b px-4">
                <Icon name="search" size={16} className="text-ink-3" />
                <Autocomplete.Input
                  aria-label={placeholder}
                  placeholder={placeholder}
                  className="min-w-0 flex-1 self-stretch bg-transparent text-lead outline-none max-md:text-[1rem]"
                />
                <Dialog.Close aria-label="Esc: close" className="flex h-6 items-center">
                  <Kbd keys="Esc" />
                </Dialog.Close>
              </div>
              <Autocomplete.Empty className="px-4 py-3 text-ink-2 empty:hidden">
                Nothing by that name that you may see.
              </Autocomplete.Empty>
              <Autocomplete.List className="max-h-[min(26rem,60vh)] overflow-y-auto pb-1.5 data-empty:p-0">
                {(group: CommandGroup) => (
                  <Autocomplete.Group key={group.value} items={group.items}>
                    <Autocomplete.GroupLabel className={GROUP_LABEL_CLASS}>
                      {group.value}
                    </Autocomplete.GroupLabel>
                    <Autocomplete.Collection>
                      {(command: Command) => (
                        <Row
                          key={command.id}
                          command={command}
                          typed={typed}
                          onRun={() => {
                            take('');
                            onOpenChange(false);
                            command.run();
                          }}
                        />
                      )}
                    </Autocomplete.Collection>
                  </Autocomplete.Group>
                )}
              </Autocomplete.List>
            </Autocomplete.Root>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Row({
  command,
  typed,
  onRun,
}: {
  readonly command: Command;
  readonly typed: string;
  readonly onRun: () => void;
}) {
  return (
    <Autocomplete.Item value={command} onClick={onRun} className={cn(ITEM_CLASS, 'group/row')}>
      <span className="grid w-3.5 place-items-center text-ink-3 group-data-highlighted/row:text-accent">
        {command.glyph ?? <Icon name="chevron-right" size={12} />}
      </span>
      <span className="truncate">
        <MatchedText text={command.label} typed={typed} />
      </span>
      {command.note !== undefined && (
        <span className="truncate text-ink-3 text-label">{command.note}</span>
      )}
      <span className="flex-1" />
      {command.aside}
      {command.kbd !== undefined && <Kbd keys={command.kbd} />}
    </Autocomplete.Item>
  );
}
