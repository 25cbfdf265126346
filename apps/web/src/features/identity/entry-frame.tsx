import type { ReactNode } from 'react';
import { ProofPicture } from '@/features/public/proof-picture.tsx';
import { PublicFrame, PublicMark } from '@/features/public/public-frame.tsx';
import { DataProvider } from '@/trpc/provider.tsx';

/** Pages before a shell: what the house is, and beside it the one thing there is to do. */
export function EntryFrame({ children }: { readonly children: ReactNode }) {
  return (
    <PublicFrame>
      <div className="grid flex-1 max-lg:grid-cols-[minmax(0,1fr)] max-lg:grid-rows-[auto_1fr] lg:grid-cols-[minmax(0,1fr)_32.5rem]">
        <div className="flex flex-col px-12 pt-9 pb-6 max-lg:pb-0 max-md:px-gutter max-md:pt-6">
          <PublicMark />
          <div className="flex flex-1 flex-col max-lg:hidden">
            <p className="hero pt-12">
              Every decision,
              <br />
              sealed and provable.
            </p>
            <p className="max-w-[26rem] pt-2.5 text-ink-2 text-lead">
              One leaf and five hashes prove an event to anyone, offline, without trusting us.
            </p>
            <div className="mt-auto pt-8">
              <ProofPicture />
            </div>
          </div>
        </div>
        <main
          id="main"
          tabIndex={-1}
          className="flex flex-col justify-center px-22 py-10 outline-none max-lg:justify-start max-lg:px-12 max-md:px-gutter max-md:py-8 lg:border-l"
        >
          <div className="w-full max-lg:max-w-110">
            <DataProvider>{children}</DataProvider>
          </div>
        </main>
      </div>
    </PublicFrame>
  );
}
