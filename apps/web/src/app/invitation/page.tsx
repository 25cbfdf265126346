import type { Metadata } from 'next';
import { EntryFrame } from '@/features/identity/entry-frame.tsx';
import { Invitation } from '@/features/identity/invitation.tsx';
import { requireOwnMachine } from '@/server/session.ts';

export const metadata: Metadata = { title: 'Invitation' };

export default async function InvitationPage() {
  await requireOwnMachine();
  return (
    <EntryFrame>
      <Invitation />
    </EntryFrame>
  );
}
