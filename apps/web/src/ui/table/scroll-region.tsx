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
  const [scrolls, setScrolls] = useState(false);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const look = () =>
      setScrolls(
        element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight,
      );
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <section
      ref={ref}
      aria-label={scrolls ? label : undefined}
      {...(scrolls && { tabIndex: 0 })}
      // Words for readers alone are laid out of flow: here they scroll along instead of widening the page.
      className={cn('relative min-w-0 overflow-x-auto', className)}
    >
      {children}
    </section>
  );
}
