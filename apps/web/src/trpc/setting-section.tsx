'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { FactList } from '@/ui/facts.tsx';
import { NotReady } from '@/ui/not-ready.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { EmptyState } from '@/ui/states.tsx';
import type { DataState } from '@/ui/table/data-state.ts';
import { DayTime, Zone } from '@/ui/time.tsx';
import { listed } from '@/ui/words.ts';

/** How a version was agreed to, as every setting tells it. */
interface SettingVersion {
  readonly version: number;
  readonly from: string;
  readonly proposer: { readonly name: string | null } | null;
  readonly approvers: readonly { readonly name: string | null }[];
  readonly reason: string | null;
}

const nameOf = (person: { readonly name: string | null } | null) => person?.name ?? 'somebody';
const COLUMNS = { count: 2, className: 'grid-cols-[132px_1fr] gap-3' };

function agreed({ proposer, approvers }: SettingVersion): string {
  const others = listed(approvers.map(nameOf));
  return `proposed by ${nameOf(proposer)}, agreed to by ${others === '' ? 'others' : others}`;
}

/** One setting of the firm: what holds and who agreed to it, what held, and the form that proposes. */
export function SettingSection<Version extends SettingVersion>({
  title,
  about,
  state,
  versions,
  facts,
  empty,
  mayPropose,
  form,
}: {
  readonly title: string;
  readonly about: ReactNode;
  readonly state: DataState;
  /** Newest first: the first holds. */
  readonly versions: readonly Version[];
  readonly facts: (
    version: Version,
  ) => readonly { readonly name: string; readonly value: ReactNode }[];
  readonly empty: string;
  readonly mayPropose: boolean;
  readonly form: (now: Version | null, onClose: () => void) => ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const [now, ...before] = versions;
  return (
    <section aria-label={title}>
      <SectionHeading title={title} about={about}>
        {mayPropose && !isOpen && state.kind === 'ready' && (
          <Button size="small" onClick={() => setOpen(true)}>
            Propose a change
          </Button>
        )}
      </SectionHeading>
      {state.kind !== 'ready' ? (
        <NotReady state={state} rows={5} columns={COLUMNS} />
      ) : isOpen ? (
        form(now ?? null, () => setOpen(false))
      ) : (
        <>
          {now === undefined ? (
            <EmptyState>{empty}</EmptyState>
          ) : (
            <FactList
              className="max-w-3xl"
              facts={[
                ...facts(now),
                {
                  name: 'Version',
                  value: (
                    <>
                      {now.version}, from <DayTime at={now.from} /> <Zone at={now.from} />;{' '}
                      {agreed(now)}
                    </>
                  ),
                },
                { name: 'Reason', value: now.reason ?? 'Not yours to see' },
              ]}
            />
          )}
          {before.length > 0 && <Earlier versions={before} />}
        </>
      )}
    </section>
  );
}

function Earlier({ versions }: { readonly versions: readonly SettingVersion[] }) {
  return (
    <details className="pt-3">
      <summary className="cursor-pointer text-ink-2">
        {versions.length === 1 ? 'One earlier version' : `${versions.length} earlier versions`}
      </summary>
      <ul className="flex flex-col gap-1 pt-1.5 text-ink-2">
        {versions.map((one) => (
          <li key={one.version}>
            Version {one.version}, from <DayTime at={one.from} /> <Zone at={one.from} />,{' '}
            {agreed(one)}.{one.reason !== null && one.reason}
          </li>
        ))}
      </ul>
    </details>
  );
}
