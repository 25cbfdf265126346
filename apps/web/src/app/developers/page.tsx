import { restDocument } from '@ultrathink/api';
import type { Metadata } from 'next';
import { appOrigin } from '@/env.ts';
import { Reference } from '@/features/developers/reference.tsx';
import { PublicFrame, PublicMark } from '@/features/public/public-frame.tsx';

export const metadata: Metadata = { title: 'Interface for programs' };

/** Nobody's secret: what an interface takes is told before anybody has a key for it. */
export default function DevelopersPage() {
  return (
    <PublicFrame>
      <header className="px-12 pt-9 pb-7 max-md:px-gutter max-md:pt-6">
        <PublicMark />
        <h1 className="hero pt-12 max-lg:pt-6">Interface for programs</h1>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="flex-1 border-t px-12 pb-12 outline-none max-md:px-gutter"
      >
        <Reference document={restDocument(appOrigin())} />
      </main>
    </PublicFrame>
  );
}
