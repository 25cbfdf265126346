'use client';

import { formatInteger } from '@ultrathink/domain/kernel';
import { useState } from 'react';
import { Button } from '@/ui/button.tsx';
import { handOver } from '@/ui/hand-over.ts';
import { Icon } from '@/ui/icon.tsx';
import { useLocale } from '@/ui/locale.tsx';
import {
  type BrowserCheck,
  checkInBrowser,
  type ReadReceipt,
  readReceipt,
} from '@/ui/proof/browser-proof.ts';
import { CheckRows } from '@/ui/proof/check-rows.tsx';
import { Skeleton } from '@/ui/skeleton.tsx';
import { ErrorState } from '@/ui/states.tsx';
import { ProofState } from '@/ui/status.tsx';
import { Command } from './command.tsx';
import { InclusionPicture } from './inclusion-picture.tsx';
import type { AuditEvent } from './model.ts';
import { PaneHeading } from './pane-heading.tsx';

export type ReceiptState =
  | { readonly kind: 'loading' }
  /** Sealed in its chain, and not yet under a signed checkpoint. */
  | { readonly kind: 'pending' }
  | {
      readonly kind: 'error';
      readonly sentence: string;
      readonly quote: string;
      readonly onRetry: () => void;
    }
  | { readonly kind: 'ready'; readonly text: string; readonly fileName: string };

/** The proof that an event stands in the log: its way to a signed root, to look at and to take away. */
export function ProofPart({
  event,
  receipt,
}: {
  readonly event: AuditEvent;
  readonly receipt: ReceiptState;
}) {
  const read = receipt.kind === 'ready' ? readReceipt(receipt.text) : null;
  return (
    <section aria-label="Inclusion proof">
      <PaneHeading title="Inclusion proof">
        <ProofState state={read === null ? 'pending' : 'sealed'} />
      </PaneHeading>
      {receipt.kind === 'loading' && <Skeleton className="h-40 w-full" />}
      {receipt.kind === 'pending' && (
        <p className="text-ink-2">
          In its chain since it was written. The next checkpoint, within a minute, signs it; then
          its receipt can be taken.
        </p>
      )}
      {receipt.kind === 'error' && (
        <ErrorState
          safe="The event itself is not affected."
          quote={receipt.quote}
          onRetry={receipt.onRetry}
        >
          {receipt.sentence}
        </ErrorState>
      )}
      {receipt.kind === 'ready' && read === null && (
        <p role="alert" className="text-danger">
          This receipt can’t be read. Nothing is proven by it.
        </p>
      )}
      {receipt.kind === 'ready' && read !== null && (
        <ReadProof event={event} text={receipt.text} name={receipt.fileName} read={read} />
      )}
    </section>
  );
}

function ReadProof({
  event,
  text,
  name,
  read,
}: {
  readonly event: AuditEvent;
  readonly text: string;
  readonly name: string;
  readonly read: ReadReceipt;
}) {
  const { locale } = useLocale();
  const [checks, setChecks] = useState<readonly BrowserCheck[] | null>(null);
  return (
    <>
      <InclusionPicture index={read.index} size={read.size} steps={read.steps} />
      <p className="pt-2 text-ink-2 text-label">
        Event {formatInteger(read.index + 1, locale)} of {formatInteger(read.size, locale)} under a
        checkpoint of <code className="font-mono">{read.origin}</code>, signed with{' '}
        {read.algorithms.join(' and ')}.
      </p>
      <div className="flex flex-wrap gap-2 py-3">
        <Button onClick={() => void checkInBrowser(event, read).then(setChecks)}>
          Check it here
        </Button>
        <Button onClick={() => handOver(text, name, 'text/plain')}>
          <Icon name="download" />
          Receipt
        </Button>
      </div>
      {checks !== null && <CheckRows label="Checked in this browser" checks={checks} />}
      <Command>{`node verify.mjs ${name} --keys keys.txt`}</Command>
    </>
  );
}
