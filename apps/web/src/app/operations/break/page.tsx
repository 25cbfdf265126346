import type { Metadata } from 'next';
import { VenuesWatched } from '@/features/market-data/venues/venues-watched.tsx';
import { BreakPanel } from '@/features/operations/break-panel.tsx';
import { requireDemo, requireShell } from '@/server/session.ts';
import { PageHead } from '@/ui/page-head.tsx';

export const metadata: Metadata = { title: 'Break it' };

/** A demo's own: what can be broken, beside what the platform makes of it. */
export default async function Page() {
  await requireShell('operations');
  await requireDemo();
  return (
    <div className="flex flex-1 flex-col pb-6">
      <PageHead
        title="Break it"
        about="Switch a fault on at a simulated venue, or end the engine, and watch what happens to orders, states and the strip at the foot. Nothing here can reach a real venue."
      />
      <VenuesWatched />
      <BreakPanel />
    </div>
  );
}
