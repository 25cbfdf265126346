'use client';

import { skipToken, useQuery } from '@tanstack/react-query';
import { formatInteger, shortHash } from '@ultrathink/domain/kernel';
import { useEffect, useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { Button } from '@/ui/button.tsx';
import { FactList } from '@/ui/facts.tsx';
import { handOver } from '@/ui/hand-over.ts';
import { useLocale } from '@/ui/locale.tsx';
import {
  type BrowserCheck,
  checkInBrowser,
  type ReadReceipt,
  readReceipt,
} from '@/ui/proof/browser-proof.ts';
import { CheckRows } from '@/ui/proof/check-rows.tsx';
import { leafOfSteps } from '@/ui/proof/proof-steps.ts';
import { ProofTree } from '@/ui/proof-tree.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { ProofState } from '@/ui/status.tsx';
import { Age } from '@/ui/time.tsx';
import type { Trail, TrailEvent, Whole } from './model.ts';

const PENDING_EVERY_MS = 5_000;
const LEVELS_DRAWN = 3;

/** That an event of the order stands in the log that was signed: added up in this browser, not believed. */
export function OrderProof({
  whole,
  trail,
  chosen,
}: {
  readonly whole: Whole;
  readonly trail: Trail | undefined;
  readonly chosen: string | null;
}) {
  const trpc = useTRPC();
  const event =
    trail?.events.find(({ id }) => id === chosen) ??
    trail?.events.find(({ action }) => action === 'trading.decideOrder') ??
    trail?.events[0];
  const { clOrdId } = whole.order;
  const asked = useQuery(
    trpc.trading.getOrderProof.queryOptions(
      event === undefined ? skipToken : { clOrdId, eventId: event.id },
      {
        refetchInterval: ({ state }) => (state.data?.text === null ? PENDING_EVERY_MS : false),
        staleTime: Number.POSITIVE_INFINITY,
      },
    ),
  );
  const text = asked.data?.text ?? null;
  // Only what was asked for and is not there yet waits for a signature: a reading under way says nothing.
  const isUnsigned = asked.data !== undefined && text === null;
  const read = text === null ? null : readReceipt(text);
  return (
    <section aria-label="Proof" className="border-t">
      {event !== undefined && read !== null && text !== null ? (
        <Proven
          key={event.id}
          event={event}
          read={read}
          onTake={() => handOver(text, asked.data?.fileName ?? 'event.tlog-proof', 'text/plain')}
        />
      ) : (
        <>
          <SectionHeading
            title="Proof"
            about={isUnsigned ? <ProofState state="pending" /> : undefined}
          />
          <FailureLine error={asked.error} />
          <p className="min-h-9 text-ink-2">
            {isUnsigned &&
              'Sealed in its chain when it was written. The next checkpoint, within a minute or two, signs it.'}
            {asked.isPending && asked.error === null && 'Its proof is read.'}
          </p>
        </>
      )}
    </section>
  );
}

interface Verified {
  readonly at: string;
  readonly checks: readonly BrowserCheck[];
}

function Proven({
  event,
  read,
  onTake,
}: {
  readonly event: TrailEvent;
  readonly read: ReadReceipt;
  readonly onTake: () => void;
}) {
  const { locale } = useLocale();
  const [verified, setVerified] = useState<Verified | null>(null);
  const verify = () => {
    void checkInBrowser(event, read).then((checks) =>
      setVerified({ at: new Date().toISOString(), checks }),
    );
  };
  // Once by itself: what stands here is never a claim that nobody checked.
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the event and its receipt alone
  useEffect(verify, [event.id, read.root]);
  const holds = verified?.checks.every((check) => check.holds);
  const levels = Math.min(LEVELS_DRAWN, read.steps.length);
  const count = (n: number) => formatInteger(n, locale);
  return (
    <>
      <SectionHeading
        title="Proof"
        about={
          <ProofState state={holds === undefined ? 'sealed' : holds ? 'verified' : 'broken'}>
            {verified !== null && (
              <>
                <Age since={verified.at} /> ago
              </>
            )}
          </ProofState>
        }
      >
        <Button variant="quiet" size="small" onClick={verify}>
          Verify again
        </Button>
      </SectionHeading>
      <ProofTree
        leaves={Array.from({ length: 2 ** levels }, (_, leaf) => String(leaf))}
        chosen={leafOfSteps(read.steps, levels)}
        labels={false}
        label={`${read.steps.length} hashes prove event ${count(read.index + 1)} of ${count(read.size)} to the root.`}
        className="mx-auto max-h-36"
      />
      {verified !== null && <CheckRows label="Checked in this browser" checks={verified.checks} />}
      <FactList
        names="narrow"
        className="pt-1"
        facts={[
          {
            name: 'Leaf',
            value: (
              <code className="font-mono" title={event.hash}>
                sha256 {shortHash(event.hash)}
              </code>
            ),
          },
          { name: 'Event', value: `${count(read.index + 1)} of ${count(read.size)}` },
          { name: 'What', value: `${event.action}, sequence ${count(event.sequence)}` },
          { name: 'Signed by', value: read.algorithms.join(' and ') },
        ]}
      />
      <Button size="small" className="mt-2" onClick={onTake}>
        Receipt
      </Button>
    </>
  );
}
