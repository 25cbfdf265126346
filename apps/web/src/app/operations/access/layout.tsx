import type { ReactNode } from 'react';
import { AccessFrame } from '@/features/access/access-frame.tsx';

export default function AccessLayout({ children }: { readonly children: ReactNode }) {
  return <AccessFrame>{children}</AccessFrame>;
}
