import type { Metadata } from 'next';
import Link from 'next/link';
import { MailFrame } from '@/features/identity/mail/mail-frame.tsx';
import { pageCaller, requireDemo } from '@/server/session.ts';
import { linkStyles } from '@/ui/link.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { DayTime } from '@/ui/time.tsx';

export const metadata: Metadata = { title: 'Mails' };

export default async function MailsPage() {
  await requireDemo();
  const mails = await (await pageCaller()).demo.mails();
  return (
    <MailFrame>
      <div className="pt-9 pb-3.5">
        <h1 className="text-title">
          {mails.length === 0 ? 'No mails yet' : 'Mails that were not sent'}
        </h1>
        <p className="max-w-reading pt-0.5 text-ink-2">
          A demo sends nothing: what it would have mailed stands here, on this machine alone. Times
          are UTC.{' '}
          <Link href="/dev/mail" className={linkStyles()}>
            Read again
          </Link>
        </p>
      </div>
      {mails.length === 0 ? (
        <EmptyState
          next="Invite somebody, or ask for another password, and it appears here within a few seconds."
          className="border-t"
        >
          Nothing was mailed by this demo.
        </EmptyState>
      ) : (
        <ul className="border-t">
          {mails.map(({ id, at, to, subject }) => (
            <li key={id} className="border-line-faint border-b">
              <Link
                href={`/dev/mail/${id}`}
                className="-mx-2 grid grid-cols-[9rem_minmax(0,18rem)_minmax(0,1fr)] items-center gap-x-4 px-2 py-2.5 hover:bg-hover focus-visible:-outline-offset-2 max-md:grid-cols-[minmax(0,1fr)_auto]"
              >
                <DayTime at={at} className="text-ink-2 text-label max-md:order-2" />
                <span className="truncate text-ink-2 max-md:order-3 max-md:text-label">
                  {to.name} <span className="text-ink-3">{to.address}</span>
                </span>
                <span className="truncate font-medium max-md:order-1">{subject}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </MailFrame>
  );
}
