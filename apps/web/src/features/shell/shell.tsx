import { holds, ROLE_SPECS, type Role } from '@ultrathink/domain/access';
import type { ReactNode } from 'react';
import { environmentWord } from '@/env.ts';
import { SessionProvider } from '@/features/identity/session-provider.tsx';
import { LiveProvider } from '@/features/live/provider.tsx';
import { platform } from '@/server/platform.ts';
import { requireSession } from '@/server/session.ts';
import { DataProvider } from '@/trpc/provider.tsx';
import { type Audience, type AudienceId, audienceOf, type ShellPage } from './audiences.ts';
import { ControlStrip } from './control-strip.tsx';
import { bannerOf } from './environment.ts';
import { EnvironmentBanner } from './environment-banner.tsx';
import { LineStrip } from './line-strip.tsx';
import { PageProviders } from './page-providers.tsx';
import { ShellHeader } from './shell-header.tsx';
import { SkipLink } from './skip-link.tsx';

/**
 * The frame of one audience: environment on top, one header, the page, the strip at the bottom. It opens
 * nothing: whoever the shell is not for sees their own frame, in which the page refuses them.
 */
export async function Shell({
  audience: asked,
  strip,
  children,
}: {
  readonly audience: AudienceId;
  /** Of staff: what other contexts put into the control strip. */
  readonly strip?: { readonly cells: ReactNode; readonly end: ReactNode };
  readonly children: ReactNode;
}) {
  const session = await requireSession();
  const id = session.audiences.includes(asked) ? asked : session.audience;
  const isDemo = environmentWord() === 'DEMO';
  const mode = await platform().services.decidedMode();
  const environment = bannerOf(isDemo, mode);
  const roleTitles = session.roles.map((role) => ROLE_SPECS[role].title);
  const audience = audienceOf(id);
  return (
    <PageProviders>
      <DataProvider>
        <SessionProvider session={session} isDemo={isDemo} roleTitles={roleTitles}>
          <LiveProvider>
            <div className="flex min-h-dvh flex-col" data-density-default={audience.density}>
              <SkipLink />
              <div className="sticky top-0 z-header bg-paper">
                <EnvironmentBanner
                  environment={environment}
                  mode={mode}
                  {...(isDemo && { aside: 'Answers this machine only' })}
                />
                <ShellHeader audienceId={audience.id} pages={pagesFor(audience, session.roles)} />
              </div>
              <main id="main" tabIndex={-1} className="flex flex-1 flex-col outline-none">
                {children}
              </main>
              {audience.isStaff ? <ControlStrip {...strip} /> : <LineStrip />}
            </div>
          </LiveProvider>
        </SessionProvider>
      </DataProvider>
    </PageProviders>
  );
}

/** What somebody may not open is not in the header. */
function pagesFor({ pages }: Audience, roles: readonly Role[]): readonly ShellPage[] {
  return pages.filter(
    ({ needs }) =>
      needs === undefined ||
      needs.some((permission) => roles.some((role) => holds(role, permission))),
  );
}
