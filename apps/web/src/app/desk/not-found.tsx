import type { Metadata } from 'next';
import { NotFoundInShell } from '../not-found-in-shell.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return <NotFoundInShell audience="desk" />;
}
