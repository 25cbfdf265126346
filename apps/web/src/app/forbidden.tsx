import type { Metadata } from 'next';
import { MessagePage } from '@/features/public/message-page.tsx';
import { ButtonLink } from '@/ui/link.tsx';

export const metadata: Metadata = { title: 'Not for this machine' };

export default function Forbidden() {
  return (
    <MessagePage
      title="This demo answers only the machine it runs on."
      act={<ButtonLink href="/">To the front page</ButtonLink>}
    >
      Open it there, at localhost. A page that was sent on by another machine counts as coming from
      elsewhere.
    </MessagePage>
  );
}
