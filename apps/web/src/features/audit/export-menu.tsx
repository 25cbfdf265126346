'use client';

import { formatInteger } from '@ultrathink/domain/kernel';
import { Button } from '@/ui/button.tsx';
import { Icon } from '@/ui/icon.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { Menu, MenuGroup, MenuItem } from '@/ui/menu.tsx';
import { type AuditSearch, isFiltered } from './address.ts';
import { useExport } from './use-export.ts';
import { useLog } from './use-log.tsx';

const WHOLE: AuditSearch = {
  find: '',
  chosen: { action: [], actor: [], subject: [], client: [], chain: [] },
  span: null,
};

/** Takes the log away: with its proof for the offline programs, or the events of a search to read. */
export function ExportMenu({
  search = WHOLE,
  total = null,
}: {
  readonly search?: AuditSearch;
  readonly total?: number | null;
}) {
  const { port } = useLog();
  const { locale } = useLocale();
  const { state, start, cancel } = useExport(port);
  if (state.kind === 'running') {
    return (
      <span className="flex items-center gap-3 whitespace-nowrap">
        <span role="status" className="text-ink-2 text-label">
          {formatInteger(state.events, locale)} events read
        </span>
        <Button onClick={cancel}>Stop the export</Button>
      </span>
    );
  }
  const found = isFiltered(search) ? 'The events found' : 'All events';
  const note = total === null ? undefined : formatInteger(total, locale);
  return (
    <span className="flex items-center gap-3">
      {state.kind === 'failed' && (
        <span role="alert" className="text-danger text-label">
          {state.sentence} Quote {state.quote}.
        </span>
      )}
      <Menu
        align="end"
        trigger={
          <Button>
            <Icon name="download" />
            Export
          </Button>
        }
      >
        <MenuGroup label="To verify offline">
          <MenuItem onClick={() => void start(WHOLE, 'proof')}>
            Whole log with its proof, JSON Lines
          </MenuItem>
        </MenuGroup>
        <MenuGroup label="To read">
          <MenuItem note={note} onClick={() => void start(search, 'csv')}>
            {found}, CSV
          </MenuItem>
          <MenuItem note={note} onClick={() => void start(search, 'json')}>
            {found}, JSON
          </MenuItem>
        </MenuGroup>
      </Menu>
    </span>
  );
}
