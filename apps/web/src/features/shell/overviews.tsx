import { Link } from '@/ui/link.tsx';
import { ReadingPage, type Standing } from './reading-page.tsx';

const SHARED: readonly Standing[] = [
  {
    id: 'demo',
    fact: 'This deployment is a demonstration.',
    detail: 'It answers only the machine it runs on, and holds no client, no order and no price.',
  },
];

/** What stands behind the client's shell today. */
export function ClientOverview() {
  return (
    <ReadingPage
      title="No portfolio is kept here yet."
      lead="Holdings, orders and statements stand here once a client exists to own them."
      standing={[
        ...SHARED,
        {
          id: 'rows',
          fact: 'Rows are comfortable here: 40 px.',
          detail: 'Staff read 28 px. The menu at the right end of the header changes it for you.',
        },
        {
          id: 'tenant',
          fact: 'A client’s rows are kept apart by the database itself.',
          detail: 'Pages of clients read through a database role that sees one client at a time.',
        },
      ]}
    />
  );
}

/** What stands behind the desk's shell today. */
export function DeskOverview() {
  return (
    <ReadingPage
      title="No market is connected."
      lead="No venue is connected, so there is nothing to trade, and nothing can be sent."
      standing={[
        ...SHARED,
        {
          id: 'engine',
          fact: 'The engine holds no orders.',
          detail: (
            <>
              The strip below says whether it is connected, and how old that is. Its figures are on{' '}
              <Link href="/operations">Operations</Link>.
            </>
          ),
        },
        {
          id: 'line',
          fact: 'One live line serves every tab of this browser.',
          detail: 'What is shown as live carries its age. What is old says so.',
        },
      ]}
    />
  );
}

/** What stands behind the shell of compliance today. */
export function ComplianceOverview() {
  return (
    <ReadingPage
      title="Nothing waits for a decision."
      lead="No client is being checked and no rule has been broken, because there is neither yet."
      standing={[
        ...SHARED,
        {
          id: 'write',
          fact: 'Whatever a person changes goes through one door.',
          detail: 'It writes who, what and why in the same transaction as the change itself.',
        },
        {
          id: 'append',
          fact: 'What is recorded is added to, never rewritten.',
          detail: 'The roles that pages use have no right to update or delete such rows.',
        },
      ]}
    />
  );
}
