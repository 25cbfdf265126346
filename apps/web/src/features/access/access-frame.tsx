'use client';

import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { LinkTabs } from '@/ui/tabs.tsx';

const BASE = '/operations/access';
const PAGES = [
  { value: 'people', label: 'People', href: BASE },
  { value: 'organisations', label: 'Organisations', href: `${BASE}/organisations` },
  { value: 'sessions', label: 'Sessions', href: `${BASE}/sessions` },
  { value: 'keys', label: 'API keys', href: `${BASE}/keys` },
  { value: 'permissions', label: 'Permissions', href: `${BASE}/permissions` },
  { value: 'review', label: 'Review', href: `${BASE}/review` },
] as const;

/** Around every page of the console: who belongs where and what each of them may do. */
export function AccessFrame({ children }: { readonly children: ReactNode }) {
  const pathname = usePathname();
  const current = PAGES.findLast(
    ({ href }) => pathname === href || pathname.startsWith(`${href}/`),
  );
  return (
    <div className="flex flex-1 flex-col">
      <LinkTabs
        label="Access"
        tabs={PAGES}
        value={current?.value ?? null}
        className="border-b px-gutter"
      />
      {children}
    </div>
  );
}

export function PageHead({
  title,
  about,
  children,
}: {
  readonly title: string;
  readonly about: string;
  /** Acts at the right. */
  readonly children?: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3 px-gutter pt-4.5 pb-3">
      <div className="min-w-0">
        <h1 className="text-title">{title}</h1>
        <p className="max-w-[72ch] pt-0.5 text-ink-2">{about}</p>
      </div>
      <div className="flex flex-wrap items-end gap-2">{children}</div>
    </div>
  );
}
