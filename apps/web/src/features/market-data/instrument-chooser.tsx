'use client';

import { useState } from 'react';
import { Icon } from '@/ui/icon.tsx';
import { Popover } from '@/ui/popover.tsx';
import { useShortcuts } from '@/ui/use-shortcuts.ts';
import { InstrumentList } from './instrument-list.tsx';
import type { InstrumentRow } from './model.ts';

/** The instrument's name; pressed, or by `/`, the list of all of them to choose another. */
export function InstrumentChooser({
  rows,
  chosen,
  onChoose,
}: {
  readonly rows: readonly InstrumentRow[];
  readonly chosen: string;
  readonly onChoose: (instrument: string) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  useShortcuts([{ id: 'markets.find', keys: '/', run: () => setOpen(true) }]);
  return (
    <h1 className="text-title">
      <Popover
        title="Instruments"
        bare
        open={isOpen}
        onOpenChange={setOpen}
        className="w-88"
        trigger={
          <button
            type="button"
            aria-keyshortcuts="/"
            className="flex items-center gap-1.5 hover:text-ink-2"
          >
            {chosen}
            <Icon name="chevron-down" className="text-ink-3" />
          </button>
        }
      >
        <InstrumentList
          rows={rows}
          chosen={chosen}
          onChoose={(instrument) => {
            onChoose(instrument);
            setOpen(false);
          }}
        />
      </Popover>
    </h1>
  );
}
