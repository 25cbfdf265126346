import type { ReactNode } from 'react';
import { PublicFrame, PublicMark } from '@/features/public/public-frame.tsx';
import { PageProviders } from '@/features/shell/page-providers.tsx';

/** Mails of a demo stand in front of the shells: somebody invited has no session yet. */
export function MailFrame({ children }: { readonly children: ReactNode }) {
  return (
    <PageProviders>
      <PublicFrame>
        <main
          id="main"
          tabIndex={-1}
          className="flex flex-1 flex-col px-12 pt-9 pb-12 outline-none max-md:px-gutter max-md:pt-6"
        >
          <PublicMark />
          {children}
        </main>
      </PublicFrame>
    </PageProviders>
  );
}
