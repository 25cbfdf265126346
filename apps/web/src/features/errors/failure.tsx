'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { buttonStyles } from '@/ui/button-styles.ts';
import { quoteOfDigest } from '../quote.ts';

/** What a page says when it could not be made: what is safe, and the id under which it is logged. */
export function Failure({
  digest,
  retry,
  besides,
}: {
  readonly digest: string | undefined;
  readonly retry: () => void;
  /** Another way on, where no navigation stands around it. */
  readonly besides?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div role="alert" className="max-w-reading px-gutter pt-4.5 pb-12">
      <h1 ref={heading} tabIndex={-1} className="text-title outline-none">
        This page could not be shown.
      </h1>
      <p className="pt-0.5 pb-4 text-ink-2">
        Nothing was sent or changed by it.{' '}
        {digest === undefined ? (
          'It failed in this browser.'
        ) : (
          <>
            Quote <span className="select-all font-mono">{quoteOfDigest(digest)}</span>.
          </>
        )}
      </p>
      {/* Plain, because every page ships this and nearly none needs it. */}
      <div className="flex flex-wrap gap-2">
        <button type="button" onClick={retry} className={buttonStyles()}>
          Try again
        </button>
        {besides}
      </div>
    </div>
  );
}
