'use client';

import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import { audienceOf } from '@/features/shell/audiences.ts';
import { cn } from '@/ui/cn.ts';

export type DemoPerson = inferRouterOutputs<AppRouter>['demo']['people'][number];

/** Whom one can sign in as in a demo: a press fills in what each of them would know by heart. */
export function DemoPeople({
  people,
  chosen,
  onChoose,
}: {
  readonly people: readonly DemoPerson[];
  readonly chosen: string;
  readonly onChoose: (person: DemoPerson) => void;
}) {
  return (
    <section aria-labelledby="demo-people" className="flex flex-col">
      <div className="flex items-baseline justify-between gap-3 border-b pb-1.5">
        <h2 id="demo-people" className="font-medium">
          People of this demo
        </h2>
        <span className="text-ink-3 text-label">a press fills in their password</span>
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        tabIndex={0}
        aria-label="People of this demo, by shell"
        className="max-h-72 overflow-y-auto overscroll-contain max-lg:max-h-none"
      >
        {groupsOf(people).map(({ name, members }) => (
          <section key={name} aria-label={name}>
            <h3 className="sticky top-0 z-10 bg-paper pt-2.5 pb-1 text-ink-3 text-label">{name}</h3>
            <ul>
              {members.map((person) => (
                <li key={person.email} className="border-line-faint border-b last:border-b-0">
                  <PersonRow
                    person={person}
                    isChosen={person.email === chosen}
                    onChoose={() => onChoose(person)}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </section>
    </section>
  );
}

interface Group {
  readonly name: string;
  readonly members: readonly DemoPerson[];
}

/** The firm's people by their shell, a client's by their client. */
function groupsOf(people: readonly DemoPerson[]): readonly Group[] {
  const nameOf = ({ audience, organisation }: DemoPerson) =>
    audience === 'client' ? organisation : `${audienceOf(audience).label}, ${organisation}`;
  const isClient = ({ audience }: DemoPerson) => audience === 'client';
  const ordered = [...people.filter((person) => !isClient(person)), ...people.filter(isClient)];
  const names = [...new Set(ordered.map(nameOf))];
  return names.map((name) => ({ name, members: ordered.filter((each) => nameOf(each) === name) }));
}

function PersonRow({
  person: { name, role },
  isChosen,
  onChoose,
}: {
  readonly person: DemoPerson;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={cn(
        'relative flex h-8 w-full items-center gap-3 pr-2 text-left hover:bg-hover max-md:h-11',
        'focus-visible:-outline-offset-2',
        isChosen &&
          'bg-accent-wash before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-accent hover:bg-accent-wash',
      )}
    >
      <span className="min-w-0 flex-1 truncate pl-2 font-medium">{name}</span>
      <span className="shrink-0 text-ink-2 text-label first-letter:uppercase">{role}</span>
    </button>
  );
}
