'use client';

import { useQuery } from '@tanstack/react-query';
import type { PersonId } from '@ultrathink/domain/kernel';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { toldError } from '@/trpc/told-error.ts';
import { Button } from '@/ui/button.tsx';
import { FactList } from '@/ui/facts.tsx';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { ErrorState } from '@/ui/states.tsx';
import { Status } from '@/ui/status.tsx';
import { Day, DayTime } from '@/ui/time.tsx';
import { NotApplicable } from '@/ui/value.tsx';
import { AllowListDialog } from '../allow-list-dialog.tsx';
import { PERSON_STATE, personName, roleTitle } from '../words.ts';
import { GrantDialog } from './grant-dialog.tsx';
import type { PersonParts } from './model.ts';
import { type PersonAct, PersonActDialog } from './person-acts.tsx';

/** One person: what they may do, since when and by whom; how they sign in; and what can be done. */
export function PersonView({
  id,
  by = 'administrator',
  onChanged,
}: {
  readonly id: PersonId;
  /** Whose page it stands on: each offers what its readers may do. */
  readonly by?: 'administrator' | 'compliance';
  readonly onChanged: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const { data, error, refetch, isFetching } = useQuery(
    trpc.access.getPerson.queryOptions({ personId: id }),
  );
  if (error !== null) {
    const { sentence, quote } = toldError(error);
    return (
      <ErrorState safe={sentence} quote={quote} onRetry={() => void refetch()} busy={isFetching}>
        This person could not be read.
      </ErrorState>
    );
  }
  if (data === undefined) {
    const columns = { count: 2, className: 'grid-cols-[132px_1fr] gap-3' };
    return <SkeletonRows rows={8} columns={columns} label="Reading the person" />;
  }
  return <PersonBody parts={data} by={by} onChanged={onChanged} />;
}

function PersonBody({
  parts,
  by,
  onChanged,
}: {
  readonly parts: PersonParts;
  readonly by: 'administrator' | 'compliance';
  readonly onChanged: () => Promise<void>;
}) {
  const { person, organisation, secondFactors } = parts;
  const [act, setAct] = useState<PersonAct | null>(null);
  const [isGranting, setGranting] = useState(false);
  const [isListing, setListing] = useState(false);
  const isThere = person.state === 'Active' || person.state === 'Invited';
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h2 className="text-title">{personName(person)}</h2>
        <p className="pt-0.5 text-ink-2">{person.email ?? 'Name and address are erased.'}</p>
      </div>
      <FactList
        facts={[
          { name: 'Organisation', value: organisation.name },
          { name: 'State', value: <Status look={PERSON_STATE[person.state]} /> },
          {
            name: 'Last sign-in',
            value:
              person.lastSignInAt === null ? (
                <NotApplicable />
              ) : (
                <DayTime at={person.lastSignInAt} />
              ),
          },
          { name: 'Sessions', value: `${person.sessions} open` },
          {
            name: 'Second factors',
            value:
              secondFactors.length === 0
                ? 'none'
                : secondFactors.map(({ name }) => name).join(', '),
          },
          {
            name: 'Comes from',
            value: person.allowList.length === 0 ? 'everywhere' : person.allowList.join(', '),
          },
        ]}
      />
      <Roles parts={parts} onEnd={(grantId) => setAct({ kind: 'EndGrant', grantId })} />
      {by === 'compliance' && (
        <div className="flex flex-wrap gap-2 border-t pt-3">
          {person.state === 'Active' && (
            <Button onClick={() => setAct({ kind: 'EndSessions' })}>End every session</Button>
          )}
          {person.email !== null && (
            <Button variant="danger" onClick={() => setAct({ kind: 'Erase' })}>
              Propose erasure
            </Button>
          )}
        </div>
      )}
      {by === 'administrator' && isThere && (
        <div className="flex flex-wrap gap-2 border-t pt-3">
          <Button variant="primary" onClick={() => setGranting(true)}>
            Propose a role
          </Button>
          {person.state === 'Invited' && (
            <Button onClick={() => setAct({ kind: 'ResendInvitation' })}>
              Send the link again
            </Button>
          )}
          {person.state === 'Active' && (
            <>
              <Button onClick={() => setAct({ kind: 'FactorReset' })}>
                Propose a reset of factors
              </Button>
              <Button onClick={() => setListing(true)}>Propose where from</Button>
              <Button onClick={() => setAct({ kind: 'EndSessions' })}>End every session</Button>
              <Button variant="danger" onClick={() => setAct({ kind: 'Suspend' })}>
                Suspend
              </Button>
            </>
          )}
        </div>
      )}
      <GrantDialog
        open={isGranting}
        onClose={() => setGranting(false)}
        parts={parts}
        onProposed={onChanged}
      />
      {isListing && (
        <AllowListDialog
          target={{ kind: 'Person', id: person.id }}
          name={personName(person)}
          networks={person.allowList}
          onClose={() => setListing(false)}
          onProposed={onChanged}
        />
      )}
      {act !== null && (
        <PersonActDialog
          key={act.kind}
          act={act}
          person={person}
          onClose={() => setAct(null)}
          onDone={onChanged}
        />
      )}
    </div>
  );
}

function Roles({
  parts: { grants },
  onEnd,
}: {
  readonly parts: PersonParts;
  readonly onEnd: (grantId: PersonParts['grants'][number]['id']) => void;
}) {
  return (
    <section aria-label="Roles">
      <h3 className="border-b pb-1 font-medium">Roles</h3>
      {grants.length === 0 && <p className="py-2 text-ink-2">No role yet: nothing may be done.</p>}
      <ul>
        {grants.map(({ id, role, from, until, state, grantedBy, clients }) => (
          <li key={id} className="flex items-baseline gap-3 border-line-faint border-b py-1.5">
            <span className="min-w-0 flex-1">
              <span className={state === 'Ended' ? 'text-ink-3 line-through' : 'font-medium'}>
                {roleTitle(role)}
              </span>
              {Array.isArray(clients) && clients.length > 0 && (
                <span className="text-ink-2"> for {clients.length} clients</span>
              )}
              <span className="block text-ink-3 text-label">
                since <Day at={from} />
                {until !== null && (
                  <>
                    {' '}
                    until <Day at={until} />
                  </>
                )}
                , by {grantedBy === null ? 'the installation' : personName(grantedBy)}
              </span>
            </span>
            {state === 'InForce' && (
              <Button
                size="small"
                variant="danger-quiet"
                aria-label={`Take back ${roleTitle(role)}`}
                onClick={() => onEnd(id)}
              >
                Take back
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
