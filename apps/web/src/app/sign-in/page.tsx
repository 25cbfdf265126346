import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { ProofPicture } from '@/features/public/proof-picture.tsx';
import { PublicFrame, PublicMark } from '@/features/public/public-frame.tsx';
import { ShellList } from '@/features/public/shell-list.tsx';
import { isGateOpen } from '@/server/gate.ts';

export const metadata: Metadata = { title: 'Sign-in' };

export default async function SignInPage() {
  const isOpen = isGateOpen(await headers());
  return (
    <PublicFrame>
      <div className="grid flex-1 lg:grid-cols-[minmax(0,1fr)_32.5rem]">
        <div className="flex flex-col px-12 pt-9 pb-6 max-lg:pb-0 max-md:px-gutter max-md:pt-6">
          <PublicMark />
          <p className="hero pt-12 max-lg:pt-6">
            Every decision,
            <br />
            sealed and provable.
          </p>
          <p className="max-w-[26rem] pt-2.5 text-ink-2 text-lead">
            One leaf and five hashes prove an event to anyone, offline, without trusting us.
          </p>
          <div className="mt-auto pt-8 max-lg:hidden">
            <ProofPicture />
          </div>
        </div>
        <main
          id="main"
          tabIndex={-1}
          className="flex flex-col justify-center px-22 py-12 outline-none max-lg:justify-start max-lg:px-12 max-md:px-gutter max-md:py-8 lg:border-l"
        >
          <h1 className="text-title">Sign-in comes with identity.</h1>
          {isOpen ? (
            <>
              <p className="pt-1 pb-6 text-ink-2">
                Until people can be known, this demonstration lets whoever sits at this machine into
                every shell, and nobody else into any.
              </p>
              <ShellList />
            </>
          ) : (
            <p className="pt-1 text-ink-2">
              Nobody can sign in to this deployment yet, so nothing behind it answers.
            </p>
          )}
        </main>
      </div>
    </PublicFrame>
  );
}
