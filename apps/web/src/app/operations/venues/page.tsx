import type { Metadata } from 'next';
import Link from 'next/link';
import { environmentWord } from '@/env.ts';
import { VenuesPage } from '@/features/market-data/venues/venues-page.tsx';
import { requireShell } from '@/server/session.ts';
import { linkStyles } from '@/ui/link.tsx';

export const metadata: Metadata = { title: 'Venues' };

export default async function Page() {
  await requireShell('operations');
  return (
    <>
      <VenuesPage />
      {environmentWord() === 'DEMO' && (
        <p className="border-t px-gutter py-3 text-ink-2">
          These venues are simulated.{' '}
          <Link href="/operations/break" className={linkStyles()}>
            Break something
          </Link>{' '}
          and watch.
        </p>
      )}
    </>
  );
}
