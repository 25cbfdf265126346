import type { ReactNode } from 'react';
import { LiveProvider } from '@/features/live/provider.tsx';
import { requireOpenGate } from '@/server/gate.ts';
import { DataProvider } from '@/trpc/provider.tsx';
import { type AudienceId, audienceOf } from './audiences.ts';
import { ControlStrip } from './control-strip.tsx';
import { EnvironmentBanner } from './environment-banner.tsx';
import { LineStrip } from './line-strip.tsx';
import { PageProviders } from './page-providers.tsx';
import { ShellHeader } from './shell-header.tsx';
import { SkipLink } from './skip-link.tsx';

/** The frame of one audience: environment on top, one header, the page, the strip at the bottom. */
export async function Shell({
  audience: id,
  children,
}: {
  readonly audience: AudienceId;
  readonly children: ReactNode;
}) {
  await requireOpenGate();
  const audience = audienceOf(id);
  return (
    <PageProviders>
      <DataProvider>
        <LiveProvider>
          <div className="flex min-h-dvh flex-col" data-density-default={audience.density}>
            <SkipLink />
            <div className="sticky top-0 z-header bg-paper">
              <EnvironmentBanner environment="DEMO" aside="Answers this machine only" />
              <ShellHeader audienceId={audience.id} />
            </div>
            <main id="main" tabIndex={-1} className="flex flex-1 flex-col outline-none">
              {children}
            </main>
            {audience.isStaff ? <ControlStrip /> : <LineStrip />}
          </div>
        </LiveProvider>
      </DataProvider>
    </PageProviders>
  );
}
