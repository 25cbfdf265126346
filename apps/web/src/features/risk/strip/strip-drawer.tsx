'use client';

import { formatInteger, measureText } from '@ultrathink/domain/kernel';
import { useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useLive } from '@/features/live/use-live.ts';
import { useScopes } from '@/trpc/use-scopes.ts';
import { Button } from '@/ui/button.tsx';
import { Drawer } from '@/ui/drawer.tsx';
import { FactList } from '@/ui/facts.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { Status, VenueState } from '@/ui/status.tsx';
import { TRADING_STATE } from '@/ui/status-words.ts';
import { DayTime, Zone } from '@/ui/time.tsx';
import { ResumeDialog } from '../resume-dialog.tsx';
import { GRADE_WORDS, STATE_LEVEL_WORDS } from '../words.ts';
import type { Part, StripLists } from './parts.ts';
import type { Strip, StripState } from './use-strip.ts';

const TITLES: Readonly<Record<Part, string>> = {
  states: 'Trading states',
  venues: 'Venues',
  unconfirmed: 'Unconfirmed orders',
  breaks: 'Breaks',
  sealed: 'Sealed trail',
};

// biome-ignore lint/style/noDefaultExport: what `lazy` takes
export default function StripDrawer({
  part,
  strip,
  lists,
  onClose,
}: {
  readonly part: Part;
  readonly strip: Strip | undefined;
  readonly lists: StripLists;
  readonly onClose: () => void;
}) {
  return (
    <Drawer open onOpenChange={(isOpen) => !isOpen && onClose()} title={TITLES[part]}>
      {part === 'states' && <States strip={strip} />}
      {part === 'venues' && <Venues />}
      {part === 'unconfirmed' && lists.unconfirmed}
      {part === 'breaks' && lists.breaks}
      {part === 'sealed' && <SealedFacts strip={strip} />}
    </Drawer>
  );
}

/** Every level that is stopped, and a way to propose that it go on. */
function States({ strip }: { readonly strip: Strip | undefined }) {
  const scopes = useScopes();
  const mayResume = useMay('risk.proposeResume');
  const [resuming, setResuming] = useState<StripState | null>(null);
  const stopped = (strip?.states ?? []).filter(({ state }) => state !== 'Active');
  const mode = strip?.mode === 'Live' ? 'LIVE' : 'PAPER';
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink-2">
        Trading mode {mode}. One person is enough to stop; to go on, one proposes and another
        agrees. The strictest level decides.
      </p>
      {stopped.length === 0 ? (
        <EmptyState next="Ctrl Shift K opens the kill switch.">Nothing is stopped.</EmptyState>
      ) : (
        <ul>
          {stopped.map((row) => (
            <li
              key={`${row.level}:${row.scope}`}
              className="flex flex-col gap-1 border-line-faint border-b py-2"
            >
              <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span className="font-medium">
                  {STATE_LEVEL_WORDS[row.level]}: {scopes.nameOf(row.scope)}
                </span>
                <Status look={TRADING_STATE[row.state]} />
              </span>
              <span className="text-ink-2">
                {row.grade !== null && GRADE_WORDS[row.grade].name}
                {row.since !== null && (
                  <>
                    {' '}
                    since <DayTime at={row.since} /> <Zone at={row.since} />
                  </>
                )}
                . {row.why}
              </span>
              {mayResume && row.grade !== null && (
                <span>
                  <Button size="small" onClick={() => setResuming(row)}>
                    Propose to resume
                  </Button>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {resuming !== null && (
        <ResumeDialog
          stopped={{
            key: { level: resuming.level, scope: resuming.scope },
            clientId: resuming.clientId,
            grade: resuming.grade,
          }}
          name={scopes.nameOf(resuming.scope)}
          onClose={() => setResuming(null)}
        />
      )}
    </div>
  );
}

const VENUE_STATE_NAMES = {
  UP: 'Up',
  DEGRADED: 'Degraded',
  DOWN: 'Down',
  MAINTENANCE: 'Maintenance',
  RECONCILING: 'Reconciling',
} as const;

function Venues() {
  const heard = useLive('market-data.venues');
  const { locale } = useLocale();
  if (heard.length === 0) {
    return <EmptyState>Nothing is known of the venues now.</EmptyState>;
  }
  // By name, which is the order of the strip.
  const reports = heard
    .map(({ payload }) => payload)
    .toSorted((a, b) => (a.venue < b.venue ? -1 : 1));
  return reports.map(({ venue, current, latencies, clockOffset }) => {
    const usual = latencies.toSorted((a, b) => b.count - a.count)[0];
    return (
      <section key={venue} aria-label={venue} className="border-line-faint border-b py-2.5">
        <div className="flex items-baseline justify-between pb-1">
          <h3 className="font-medium capitalize">{venue}</h3>
          <VenueState state={VENUE_STATE_NAMES[current.state]} />
        </div>
        <FactList
          facts={[
            { name: 'Since', value: <Moment at={current.since} /> },
            {
              name: 'Answers in',
              value:
                usual === undefined
                  ? 'not measured yet'
                  : `${Math.round(usual.p50Ms)} ms, ${Math.round(usual.p99Ms)} ms at p99`,
            },
            {
              name: 'Clock against ours',
              value:
                clockOffset === null
                  ? 'not measured yet'
                  : `${measureText(clockOffset.ms, 0, locale)} ms`,
            },
            ...(current.reasons.length === 0
              ? []
              : [
                  { name: 'Why', value: current.reasons.map(({ sentence }) => sentence).join(' ') },
                ]),
          ]}
        />
      </section>
    );
  });
}

const Moment = ({ at }: { readonly at: string }) => (
  <>
    <DayTime at={at} precision="second" /> <Zone at={at} />
  </>
);

function SealedFacts({ strip }: { readonly strip: Strip | undefined }) {
  const { locale } = useLocale();
  const sealed = strip?.sealed ?? null;
  if (sealed === null) return <EmptyState>Nothing is numbered and signed yet.</EmptyState>;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink-2">
        Every event up to here is in one tree, and its head is signed by two algorithms.
      </p>
      <FactList
        facts={[
          { name: 'Sealed to', value: formatInteger(sealed.size, locale) },
          { name: 'Signed', value: <Moment at={sealed.at} /> },
        ]}
      />
    </div>
  );
}
