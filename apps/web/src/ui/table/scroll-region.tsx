'use client';

import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { cn } from '../cn.ts';

/**
 * Scrolls sideways what is too wide. Only then is it a stop of the keyboard, because only then is
 * there something to do with its keys.
 */
export function ScrollRegion({
  label,
  children,
  className,
}: {
  readonly label: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}) {
  const ref = useRef<HTMLElement>(null);
  const [wide, setWide] = useState(false);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const look = () => setWide(element.scrollWidth > element.clientWidth);
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <section
      ref={ref}
      aria-label={wide ? label : undefined}
      {...(wide && { tabIndex: 0 })}
      className={cn('min-w-0 overflow-x-auto', className)}
    >
      {children}
    </section>
  );
}
