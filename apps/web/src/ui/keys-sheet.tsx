'use client';

import { Dialog } from './dialog.tsx';
import { Kbd } from './kbd.tsx';

export type KeyGroup = {
  readonly title: string;
  readonly keys: readonly { readonly keys: string; readonly does: string }[];
};

/** The keys of this page, on `?`. Sequences and chords are written as they are pressed. */
export function KeysSheet({
  open,
  onOpenChange,
  groups,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly groups: readonly KeyGroup[];
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keys"
      description="They act while nothing is being typed."
      bar={<span className="text-ink-2">Help</span>}
      barEnd={<Kbd keys="?" />}
      width="wide"
    >
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className="border-b pb-1 text-ink-3 text-label">{group.title}</h3>
            <dl>
              {group.keys.map((entry) => (
                <div
                  key={entry.keys}
                  className="flex h-7.5 items-center justify-between gap-3 border-line-faint border-b"
                >
                  <dt className="order-2">
                    <Kbd keys={entry.keys.split(' ')} />
                  </dt>
                  <dd>{entry.does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
