'use client';

import { useEffect, useState } from 'react';
import { cn } from './cn.ts';
import { Glyph } from './glyph.tsx';
import { Icon } from './icon.tsx';

const SAID_MS = 2_000;

/**
 * Copies exact text and says so, once, to everybody. `quiet` waits for the pointer or the focus of
 * its group (`group/copy`). Where the browser refuses, it says that instead.
 */
export function CopyButton({
  text,
  label,
  quiet = false,
  className,
}: {
  readonly text: string;
  readonly label: string;
  readonly quiet?: boolean;
  readonly className?: string | undefined;
}) {
  const [said, setSaid] = useState<'' | 'Copied' | 'Copying was refused'>('');
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => setSaid(''), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () => {
    const written = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('insecure'));
    written.then(
      () => setSaid('Copied'),
      () => setSaid('Copying was refused'),
    );
  };
  return (
    <>
      <button
        type="button"
        aria-label={label}
        onClick={copy}
        className={cn(
          'relative grid size-4.5 shrink-0 place-items-center rounded-control text-ink-3',
          'before:absolute before:-inset-0.75 hover:text-ink',
          quiet &&
            said === '' &&
            'opacity-0 focus-visible:opacity-100 group-hover/copy:opacity-100 max-md:opacity-100',
          className,
        )}
      >
        {said === 'Copied' ? (
          <Glyph shape="check" tone="accent" size={12} />
        ) : (
          <Icon name={said === '' ? 'copy' : 'close'} size={12} />
        )}
      </button>
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}
