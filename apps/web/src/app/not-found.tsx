import type { Metadata } from 'next';
import { MessagePage } from '@/features/public/message-page.tsx';
import { ButtonLink } from '@/ui/link.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <MessagePage
      title="There is no page at this address."
      act={<ButtonLink href="/">To the front page</ButtonLink>}
    >
      It may have moved, or it is not yours to see. Nothing was changed.
    </MessagePage>
  );
}
