'use client';

import { Toast as Primitive } from '@base-ui/react/toast';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { Glyph } from './glyph.tsx';
import { Icon } from './icon.tsx';
import type { NoticeLook } from './notification.tsx';

const SHOWN_MS = 8_000;
const AT_MOST = 2;

type ToastData = { readonly look: NoticeLook; readonly action: ReactNode };

const manager = Primitive.createToastManager<ToastData>();

export type Notice = {
  readonly title: string;
  readonly description?: string;
  readonly look: NoticeLook;
  /** One link, at most. */
  readonly action?: ReactNode;
  /** The same id again changes the toast that is there instead of adding one. */
  readonly id?: string;
};

/**
 * Tells what others or venues did, never what the reader just did themselves: that they see on the
 * page. Whoever calls this also writes it to the notification centre, since a toast goes away.
 */
export function notify({ title, description, look, action, id }: Notice): void {
  manager.add({
    title,
    ...(description !== undefined && { description }),
    ...(id !== undefined && { id }),
    data: { look, action },
  });
}

/** Once, around the app. At most two toasts for eight seconds, held while the pointer is on them. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Primitive.Provider toastManager={manager} limit={AT_MOST} timeout={SHOWN_MS}>
      {children}
      <Primitive.Portal>
        <Primitive.Viewport className="fixed right-[calc(var(--shell-right)+1rem)] bottom-[calc(var(--shell-bottom)+1rem)] z-toast flex w-95 max-w-[calc(100vw-2rem)] flex-col gap-2">
          <Toasts />
        </Primitive.Viewport>
      </Primitive.Portal>
    </Primitive.Provider>
  );
}

function Toasts() {
  const { toasts } = Primitive.useToastManager<ToastData>();
  return toasts.map((toast) => (
    <Primitive.Root
      key={toast.id}
      toast={toast}
      swipeDirection="right"
      className={cn(
        'float-surface transition-[translate,opacity] duration-180 data-limited:hidden',
        'translate-x-(--toast-swipe-movement-x) data-starting-style:translate-x-6',
        'data-starting-style:opacity-0 data-ending-style:opacity-0',
      )}
    >
      <Primitive.Content className="grid grid-cols-[14px_1fr_auto_auto] gap-x-2.5 px-3.5 py-2.75">
        {toast.data && <Glyph {...toast.data.look} className="mt-[3px]" />}
        <Primitive.Title className="font-medium" render={<p />} />
        <span>{toast.data?.action}</span>
        <Primitive.Close
          aria-label="Close this notice"
          className="-my-1 -mr-1.5 grid size-6 place-items-center rounded-control text-ink-3 hover:text-ink"
        >
          <Icon name="close" size={12} />
        </Primitive.Close>
        <Primitive.Description className="col-span-3 col-start-2 text-ink-2 text-label" />
      </Primitive.Content>
    </Primitive.Root>
  ));
}
