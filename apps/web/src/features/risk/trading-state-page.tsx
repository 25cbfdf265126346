'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { venueName } from '@ultrathink/domain/market-data';
import { useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { useScopes } from '@/trpc/use-scopes.ts';
import { Button } from '@/ui/button.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { DataTable } from '@/ui/table/data-table.tsx';
import { breakerWords } from './breaker-words.ts';
import { CompletedStops } from './completed-stops.tsx';
import type { Standing, StateChange } from './model.ts';
import { ResumeDialog } from './resume-dialog.tsx';
import { stopColumns } from './stop-columns.ts';
import { KillSheetLazily } from './strip/kill-sheet-lazily.tsx';
import { GRADE_WORDS, STATE_LEVEL_WORDS } from './words.ts';

type NameOf = (scope: string) => string;
const keyOf = ({ key }: Standing) => `${key.level}:${key.scope}`;
const changeOf = ({ id }: StateChange) => id;

const standingColumns = (
  nameOf: NameOf,
  locale: string,
  onResume: ((row: Standing) => void) | null,
) =>
  defineColumns<Standing>([
    {
      id: 'level',
      header: 'Level',
      kind: 'text',
      width: 90,
      value: ({ key }) => STATE_LEVEL_WORDS[key.level],
    },
    {
      id: 'scope',
      header: 'Where',
      kind: 'text',
      width: 240,
      always: true,
      list: 'title',
      value: (row) => standingName(row, nameOf),
      cell: (row) => <span className="font-medium">{standingName(row, nameOf)}</span>,
    },
    {
      id: 'grade',
      header: 'Stop',
      kind: 'text',
      width: 140,
      list: 'state',
      value: ({ grade }) => (grade === null ? 'None, trading goes on' : GRADE_WORDS[grade].name),
    },
    {
      id: 'by',
      header: 'By',
      kind: 'text',
      width: 150,
      list: 'detail',
      value: ({ by, isByBreaker }) => (isByBreaker ? 'a breaker' : (by?.name ?? null)),
    },
    {
      id: 'why',
      header: 'Why',
      kind: 'text',
      width: 240,
      from: 900,
      value: (row) => whyText(row, locale),
    },
    {
      id: 'since',
      header: 'Since',
      kind: 'time',
      detail: 'day-and-minute',
      width: 130,
      list: 'when',
      value: ({ since }) => since,
    },
    {
      id: 'act',
      header: 'Act',
      kind: 'actions',
      width: 150,
      cell: (row) =>
        onResume !== null &&
        row.grade !== null && (
          <Button
            size="small"
            variant="quiet"
            aria-label={`Propose to resume: ${standingName(row, nameOf)}`}
            onClick={() => onResume(row)}
          >
            Propose to resume
          </Button>
        ),
    },
  ]);

/** The engine keeps by which proposal it went on; people read that it was agreed to. */
function whyText({ why, isByBreaker }: Standing, locale: string): string {
  if (isByBreaker) return breakerWords(why, { locale });
  return why.startsWith('approved: ') ? 'As proposed and agreed to.' : why;
}

/** A key is one of its venue's; by its id alone nobody knows it. */
const standingName = ({ key, venue }: Standing, nameOf: NameOf): string =>
  venue === null ? nameOf(key.scope) : `${venueName(venue)}, ${nameOf(key.scope)}`;

const changeColumns = (nameOf: NameOf) =>
  defineColumns<StateChange>([
    ...stopColumns<StateChange>(nameOf, {
      at: ({ at }) => at,
      what: ({ change, grade, isDrill }) =>
        change === 'Resume'
          ? `Ended: ${GRADE_WORDS[grade].name.toLowerCase()}`
          : `${isDrill ? 'Drill, ' : ''}${GRADE_WORDS[grade].name}`,
      by: ({ by }) => by.name ?? 'somebody',
    }),
    { id: 'why', header: 'Why', kind: 'text', width: 320, from: 800, value: ({ why }) => why },
  ]);

/** Whether trading goes on, on each level. One person stops it; two let it go on. */
export function TradingStatePage() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { nameOf } = useScopes();
  const { locale } = useLocale();
  const mayStop = useMay('risk.halt');
  const mayResume = useMay('risk.proposeResume');
  const [isStopping, setStopping] = useState(false);
  const [resuming, setResuming] = useState<Standing | null>(null);
  const found = useQuery(trpc.risk.getTradingState.queryOptions({}, { refetchInterval: 5_000 }));
  const state = dataStateOf(found, 'The trading state could not be read.');
  const { states = [], changes = [] } = found.data ?? {};
  const stopped = states.filter(({ grade }) => grade !== null);
  const again = () => queryClient.invalidateQueries(trpc.risk.getTradingState.pathFilter());
  return (
    <>
      <PageHead
        title={found.data === undefined ? 'Trading state' : headline(stopped.length)}
        about="One person is enough to stop; to go on, one proposes and another agrees. The strictest level decides."
      >
        {mayStop && (
          <Button variant="danger" onClick={() => setStopping(true)}>
            Stop trading
          </Button>
        )}
      </PageHead>
      <div className="px-gutter pb-7">
        <DataTable<Standing>
          id="trading-states"
          title="Levels"
          summary={`${stopped.length} levels stopped`}
          columns={standingColumns(nameOf, locale, mayResume ? setResuming : null)}
          rows={states}
          idOf={keyOf}
          state={state}
          empty={{ sentence: 'No level was ever stopped.' }}
          expectedRows={2}
        />
        <CompletedStops nameOf={nameOf} />
        <SectionHeading title="What people did" about="who stopped trading, and who let it go on" />
        <DataTable<StateChange>
          id="state-changes"
          title="Stops and resumptions"
          summary={`${changes.length} of them`}
          columns={changeColumns(nameOf)}
          rows={changes}
          idOf={changeOf}
          state={state}
          empty={{ sentence: 'Nobody has stopped anything.' }}
          expectedRows={4}
        />
      </div>
      <KillSheetLazily
        isOpen={isStopping}
        onClose={() => {
          setStopping(false);
          void again();
        }}
      />
      {resuming !== null && (
        <ResumeDialog
          stopped={resuming}
          name={standingName(resuming, nameOf)}
          onClose={() => setResuming(null)}
        />
      )}
    </>
  );
}

function headline(stopped: number): string {
  if (stopped === 0) return 'Nothing is stopped.';
  return stopped === 1 ? 'One level is stopped.' : `${stopped} levels are stopped.`;
}
