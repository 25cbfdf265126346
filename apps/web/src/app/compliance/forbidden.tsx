import type { Metadata } from 'next';
import { RefusedInShell } from '../refused-in-shell.tsx';

export const metadata: Metadata = { title: 'Not open to you' };

export default function Forbidden() {
  return <RefusedInShell audience="compliance" />;
}
