import type { Metadata } from 'next';
import { environmentWord } from '@/env.ts';
import { EntryFrame } from '@/features/identity/entry-frame.tsx';
import { PasswordReset } from '@/features/identity/password-reset.tsx';
import { requireOwnMachine } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Another password' };

export default async function ResetPasswordPage() {
  await requireOwnMachine();
  return (
    <EntryFrame>
      <PasswordReset isDemo={environmentWord() === 'DEMO'} />
    </EntryFrame>
  );
}
