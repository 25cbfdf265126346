'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { Button } from '@/ui/button.tsx';
import { LinkTabs } from '@/ui/tabs.tsx';
import { LogLine } from './log-line.tsx';
import { LogProvider, useLog } from './use-log.tsx';
import type { AuditBase } from './ways.ts';

/** Around every page of the log: how it stands, the way to verify it, and its pages. */
export function AuditFrame({
  base,
  children,
}: {
  readonly base: AuditBase;
  readonly children: ReactNode;
}) {
  return (
    <LogProvider base={base}>
      <div className="flex flex-1 flex-col lg:has-data-fills:h-[calc(100dvh-4.25rem-var(--shell-bottom))] lg:has-data-fills:flex-none">
        <Head />
        {children}
      </div>
    </LogProvider>
  );
}

function Head() {
  const { head, headState, own, ways, verification } = useLog();
  const pathname = usePathname();
  const { state, start, cancel } = verification;
  const tabs = [
    { value: 'events', label: 'Events', href: ways.events },
    { value: 'checkpoints', label: 'Checkpoints', href: ways.checkpoints },
    { value: 'verify', label: 'Verification', href: ways.verify },
  ];
  const current = tabs.find(({ value, href }) => value !== 'events' && pathname === href);
  return (
    <>
      <LogLine head={head} state={headState} own={own} verification={state}>
        {state.kind === 'running' ? (
          <Button onClick={cancel}>Stop here</Button>
        ) : (
          <Button variant="primary" onClick={start}>
            Verify now
          </Button>
        )}
      </LogLine>
      <LinkTabs
        label="Log"
        tabs={tabs}
        value={current?.value ?? (pathname === ways.events ? 'events' : null)}
        className="border-b px-gutter"
      />
    </>
  );
}
