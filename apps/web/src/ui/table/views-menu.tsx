'use client';

import { useState } from 'react';
import { Button } from '../button.tsx';
import { Checkbox } from '../checkbox.tsx';
import { Dialog } from '../dialog.tsx';
import { Field } from '../field.tsx';
import { Glyph } from '../glyph.tsx';
import { Menu, MenuGroup, MenuItem, MenuSeparator } from '../menu.tsx';
import { TextInput } from '../text-input.tsx';
import { ToolButton } from './tool-button.tsx';
import type { TableViewControl } from './use-table-view.ts';
import type { SavedView, ViewStore } from './view-store.ts';

interface ViewsMenuProps {
  readonly control: TableViewControl;
  readonly store: ViewStore;
  /** What the view is called that the table opens with. */
  readonly firstName: string;
  /** Who shares views here: "Shared by the desk". */
  readonly sharedName?: string | undefined;
}

/** Own views, shared ones, and what can be done with the one in force. */
export function ViewsMenu({
  control,
  store,
  firstName,
  sharedName = 'Shared with you',
}: ViewsMenuProps) {
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
      <NameDialog store={store} open={naming} onOpenChange={setNaming} onName={control.saveAs} />
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
  store,
  open,
  onOpenChange,
  onName,
}: {
  readonly store: ViewStore;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onName: (name: string, sharedWith: readonly string[]) => void;
}) {
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<readonly string[]>([]);
  const keep = () => {
    if (name.trim() === '') return;
    onName(name.trim(), roles);
    onOpenChange(false);
    setName('');
    setRoles([]);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Save as a new view"
      description={`It keeps the order, the filters and the columns, ${store.keeps}.`}
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
        {store.roles !== undefined && (
          <fieldset className="pt-3">
            <legend className="pb-1 text-ink-3 text-label">Shared with</legend>
            <div className="grid grid-cols-2 gap-x-4">
              {store.roles.map(({ value, label }) => (
                <Checkbox
                  key={value}
                  checked={roles.includes(value)}
                  onCheckedChange={(on) =>
                    setRoles(on ? [...roles, value] : roles.filter((role) => role !== value))
                  }
                >
                  {label}
                </Checkbox>
              ))}
            </div>
          </fieldset>
        )}
      </form>
    </Dialog>
  );
}
