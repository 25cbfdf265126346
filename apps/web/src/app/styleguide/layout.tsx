import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { PageProviders } from '@/features/shell/page-providers.tsx';
import { STYLEGUIDE_SECTIONS } from '@/features/styleguide/registry.ts';
import { StyleguideFrame } from '@/features/styleguide/styleguide-frame.tsx';

export const metadata: Metadata = { title: 'Style guide', robots: { index: false } };

export default function StyleguideLayout({ children }: { readonly children: ReactNode }) {
  const sections = STYLEGUIDE_SECTIONS.map(({ id, title }) => ({ id, title }));
  return (
    <PageProviders>
      <StyleguideFrame sections={sections}>{children}</StyleguideFrame>
    </PageProviders>
  );
}
