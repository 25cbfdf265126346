import { demoGate } from '@ultrathink/api';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { MessagePage } from '@/features/public/message-page.tsx';
import { platform } from '@/server/platform.ts';
import { ButtonLink } from '@/ui/link.tsx';

export const metadata: Metadata = { title: 'Not open to you' };

/** In front of the shells: what a role does not open is said within one. */
export default async function Forbidden() {
  const { env, peers } = platform();
  const isElsewhere =
    env.DEPLOYMENT === 'DEMO' && demoGate('DEMO', peers.read(await headers())) !== 'Open';
  const act = <ButtonLink href="/">To the front page</ButtonLink>;
  if (!isElsewhere) {
    return (
      <MessagePage title="This page is not open to you." act={act}>
        Nothing was shown or changed.
      </MessagePage>
    );
  }
  return (
    <MessagePage title="This demo answers only the machine it runs on." act={act}>
      Open it there, at localhost. A page that was sent on by another machine counts as coming from
      elsewhere.
    </MessagePage>
  );
}
