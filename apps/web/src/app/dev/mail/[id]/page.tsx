import { TRPCError } from '@trpc/server';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { MailFrame } from '@/features/identity/mail/mail-frame.tsx';
import { pageCaller, requireDemo } from '@/server/session.ts';
import { buttonStyles } from '@/ui/button-styles.ts';
import { FactList } from '@/ui/facts.tsx';
import { linkStyles } from '@/ui/link.tsx';
import { DayTime } from '@/ui/time.tsx';

export const metadata: Metadata = { title: 'Mail' };

interface Asked {
  readonly params: Promise<{ readonly id: string }>;
}

async function mailOf(id: string) {
  const { demo } = await pageCaller();
  try {
    return await demo.mail({ id });
  } catch (error) {
    if (error instanceof TRPCError && /NOT_FOUND|BAD_REQUEST/.test(error.code)) notFound();
    throw error;
  }
}

export default async function MailPage({ params }: Asked) {
  await requireDemo();
  const { at, to, subject, text, link } = await mailOf((await params).id);
  return (
    <MailFrame>
      <article className="max-w-reading pt-9">
        <Link href="/dev/mail" className={linkStyles({ variant: 'quiet' })}>
          All mails
        </Link>
        <h1 className="pt-2 text-title">{subject}</h1>
        <FactList
          names="narrow"
          className="mt-3 border-y py-2.5"
          facts={[
            { name: 'To', value: `${to.name} <${to.address}>` },
            {
              name: 'At',
              value: (
                <>
                  <DayTime at={at} precision="second" /> UTC
                </>
              ),
            },
          ]}
        />
        <p className="whitespace-pre-wrap break-words py-5 text-field/6">{text}</p>
        {link !== null && (
          // A load of its own: what stands behind the # is the secret.
          <a href={link} className={buttonStyles({ variant: 'primary', size: 'large' })}>
            Open its link
          </a>
        )}
      </article>
    </MailFrame>
  );
}
