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
