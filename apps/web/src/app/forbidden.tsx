import { demoGate } from '@ultrathink/api';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { MessagePage } from '@/features/public/message-page.tsx';
import { AUDIENCES } from '@/features/shell/audiences.ts';
import { platform } from '@/server/platform.ts';
import { pagePath, pageSession } from '@/server/session.ts';
import { ButtonLink } from '@/ui/link.tsx';

export const metadata: Metadata = { title: 'Not open to you' };

/** Said to colleagues; whoever is not signed in was sent to the sign-in before. */
export default async function Forbidden() {
  const { env, peers } = platform();
  const isElsewhere =
    env.DEPLOYMENT === 'DEMO' && demoGate('DEMO', peers.read(await headers())) !== 'Open';
  if (isElsewhere) {
    return (
      <MessagePage
        title="This demo answers only the machine it runs on."
        act={<ButtonLink href="/">To the front page</ButtonLink>}
      >
        Open it there, at localhost. A page that was sent on by another machine counts as coming
        from elsewhere.
      </MessagePage>
    );
  }
  const session = await pageSession().catch(() => null);
  const path = await pagePath();
  const wanted = AUDIENCES.find(({ href }) => path === href || path.startsWith(`${href}/`));
  const home = AUDIENCES.find(({ id }) => id === session?.audience);
  const isClient = home?.id === 'client';
  return (
    <MessagePage
      title={
        wanted === undefined
          ? 'Your role does not open this page.'
          : `Your role does not open ${wanted.label}.`
      }
      act={
        home === undefined ? (
          <ButtonLink href="/">To the front page</ButtonLink>
        ) : (
          <ButtonLink variant="primary" size="large" href={home.href}>
            {isClient ? 'To your overview' : `To ${home.label}`}
          </ButtonLink>
        )
      }
    >
      {wanted !== undefined && `It is for ${wanted.readers.toLowerCase()}. `}
      {isClient && wanted?.isStaff === true
        ? 'They are people of the firm. '
        : 'An administrator of your organisation can propose a role; a second person approves it. '}
      Nothing was shown or changed.
    </MessagePage>
  );
}
