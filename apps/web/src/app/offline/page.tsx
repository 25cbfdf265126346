import type { Metadata } from 'next';
import { MessagePage } from '@/features/public/message-page.tsx';
import { ButtonLink } from '@/ui/link.tsx';

export const metadata: Metadata = { title: 'Offline' };

export default function OfflinePage() {
  return (
    <MessagePage
      title="This browser has lost the platform."
      act={<ButtonLink href="/">Try again</ButtonLink>}
    >
      Pages that are open keep their last figures, say how old they are, and come back by
      themselves. Nothing is sent while the line is down.
    </MessagePage>
  );
}
