'use client';

import { type ComponentProps, useEffect, useRef, useState } from 'react';
import { cn } from './cn.ts';

/** A part that scrolls by itself. Once there is something to scroll, the keyboard can reach it. */
export function ScrollBox({ className, children, ...rest }: ComponentProps<'div'>) {
  const box = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const look = () => setScrolls(element.scrollHeight > element.clientHeight);
    const observer = new ResizeObserver(look);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  return (
    <div
      ref={box}
      tabIndex={scrolls ? 0 : undefined}
      className={cn(
        // What is there for assistive technology alone is placed from here: it makes no page longer.
        'relative min-h-0 overflow-y-auto [scrollbar-width:thin] focus-visible:-outline-offset-2',
        className,
      )}
      {...rest}
    >
      {children}
    </div>
  );
}
