'use client';

import { useState } from 'react';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { Field } from '../field.tsx';
import { Glyph } from '../glyph.tsx';
import { Menu, MenuGroup, MenuItem, MenuSeparator } from '../menu.tsx';
import { TextInput } from '../text-input.tsx';
import { ToolButton } from './tool-button.tsx';
import type { TableViewControl } from './use-table-view.ts';
import type { SavedView } from './view-store.ts';

interface ViewsMenuProps {
  readonly control: TableViewControl;
  /** What the view is called that the table opens with. */
  readonly firstName: string;
  /** Who shares views here: "Shared by the desk". */
  readonly sharedName?: string | undefined;
}

/** Own views, shared ones, and what can be done with the one in force. */
export function ViewsMenu({ control, firstName, sharedName = 'Shared' }: ViewsMenuProps) {
  const [naming, setNaming] = useState(false);
  const { standsOn, changed, saved } = control;
  const own = saved.filter(({ sharedBy }) => sharedBy === null);
  const shared = saved.filter(({ sharedBy }) => sharedBy !== null);
  return (
    <>
      <Menu
        align="end"
        className="w-90"
        trigger={
          <ToolButton icon="file" narrow="sign" on={standsOn !== null || changed}>
            {standsOn?.name ?? firstName}
            {changed && <span className="font-normal text-ink-3"> changed</span>}
          </ToolButton>
        }
      >
        <MenuGroup label="Your views">
          <ViewItem control={control} view={null} name={firstName} />
          {own.map((view) => (
            <ViewItem key={view.id} control={control} view={view} name={view.name} />
          ))}
        </MenuGroup>
        {shared.length > 0 && (
          <MenuGroup label={sharedName}>
            {shared.map((view) => (
              <ViewItem key={view.id} control={control} view={view} name={view.name} />
            ))}
          </MenuGroup>
        )}
        <MenuSeparator />
        {standsOn !== null && standsOn.sharedBy === null && changed && (
          <MenuItem before={null} onClick={control.save}>
            Save changes
          </MenuItem>
        )}
        <MenuItem before={null} onClick={() => setNaming(true)}>
          Save as a new view
        </MenuItem>
        {changed && (
          <MenuItem before={null} onClick={control.putBack}>
            Put back as saved
          </MenuItem>
        )}
        {standsOn !== null && standsOn.sharedBy === null && (
          <MenuItem before={null} onClick={() => control.remove(standsOn.id)}>
            Remove {standsOn.name}
          </MenuItem>
        )}
      </Menu>
      <NameDialog open={naming} onOpenChange={setNaming} onName={control.saveAs} />
    </>
  );
}

function ViewItem({
  control,
  view,
  name,
}: {
  readonly control: TableViewControl;
  readonly view: SavedView | null;
  readonly name: string;
}) {
  const on = (control.standsOn?.id ?? null) === (view?.id ?? null);
  const note = on && control.changed ? 'changed' : view?.sharedBy;
  return (
    <MenuItem
      before={on ? <Glyph shape="check" tone="accent" /> : null}
      {...(note != null && { note })}
      onClick={() => control.open(view?.id ?? null)}
    >
      <span className={on ? 'font-medium' : undefined}>{name}</span>
    </MenuItem>
  );
}

function NameDialog({
  open,
  onOpenChange,
  onName,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onName: (name: string) => void;
}) {
  const [name, setName] = useState('');
  const keep = () => {
    if (name.trim() === '') return;
    onName(name.trim());
    onOpenChange(false);
    setName('');
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Save as a new view"
      description="It keeps the order, the filters and the columns, for you in this browser."
      foot={
        <>
          <Button variant="primary" onClick={keep} disabled={name.trim() === ''}>
            Save view
          </Button>
          <Button variant="quiet" onClick={() => onOpenChange(false)}>
            Close
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <Field label="Name">
          <TextInput value={name} onValueChange={setName} maxLength={60} autoFocus />
        </Field>
      </form>
    </Dialog>
  );
}
