'use client';

import { type ComponentProps, useEffect, useState, useSyncExternalStore } from 'react';
import { useLineSnapshot } from '@/features/live/use-live.ts';
import { Icon } from '@/ui/icon.tsx';
import { NotificationRow } from '@/ui/notification.tsx';
import { Popover } from '@/ui/popover.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { Age } from '@/ui/time.tsx';
import { notify } from '@/ui/toast.tsx';
import { type LoggedNotice, NoticeLog } from './notice-log.ts';

/** One for the tab: it outlives the shells one walks through. */
const log = new NoticeLog();
const NONE: readonly LoggedNotice[] = [];

function BellButton({ count, ...rest }: ComponentProps<'button'> & { readonly count: number }) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={count === 0 ? 'Notices' : `Notices, ${count} new`}
      className="relative grid size-6 place-items-center text-ink-2 hover:text-ink max-md:size-8"
    >
      <Icon name="bell" size={16} />
      {count > 0 && (
        <span
          aria-hidden="true"
          className="absolute top-0.5 right-0.5 size-1.5 bg-accent max-md:top-1.5 max-md:right-1.5"
        />
      )}
    </button>
  );
}

/** What others and the platform did, newest first; the same that a toast told and took away. */
export function NoticeBell() {
  const { beat } = useLineSnapshot();
  const notices = useSyncExternalStore(log.subscribe, log.notices, () => NONE);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const notice = beat === null ? null : log.hear(beat);
    if (notice === null) return;
    const { id, title, evidence, look } = notice;
    notify({ id, title, description: evidence, look });
  }, [beat]);
  const change = (open: boolean) => {
    setOpen(open);
    // On closing, so that what is new can be told apart while one reads.
    if (!open) log.seen();
  };
  const count = notices.filter(({ isNew }) => isNew).length;
  return (
    <Popover
      trigger={<BellButton count={count} />}
      title="Notices"
      align="end"
      bare
      open={isOpen}
      onOpenChange={change}
      className="w-100"
    >
      {notices.length === 0 ? (
        <EmptyState next="What others and the platform do is kept here." className="px-4">
          Nothing has happened since this tab was opened.
        </EmptyState>
      ) : (
        <ul>
          {notices.map(({ id, title, evidence, look, at, isNew }) => (
            <NotificationRow
              key={id}
              title={title}
              look={look}
              age={<Age since={at} />}
              unread={isNew}
            >
              {evidence}
            </NotificationRow>
          ))}
        </ul>
      )}
    </Popover>
  );
}
