import type { ReactNode } from 'react';
import { Link } from '@/ui/link.tsx';
import { Command } from './command.tsx';
import { PaneHeading } from './pane-heading.tsx';
import type { AuditWays } from './ways.ts';

/** How to find out without us, step by step, each with its line for a terminal. */
export function OfflinePart({
  ways,
  keys,
  children,
}: {
  readonly ways: AuditWays;
  /** The button that hands out the verifier keys. */
  readonly keys: ReactNode;
  /** The buttons that export. */
  readonly children: ReactNode;
}) {
  return (
    <section aria-label="Verify offline">
      <PaneHeading title="Verify offline" about="on a machine of yours, without this page" />
      <p className="max-w-reading text-ink-2">
        Two programs that share no code read what you take from here. Neither needs an installation,
        a network or our word: both stand in <code className="font-mono">docs/verify</code>, with
        the formats described beside them.
      </p>
      <ol className="max-w-reading">
        <Step number={1} title="Take the keys, once, and compare their fingerprints">
          {keys}
        </Step>
        <Step number={2} title="Take a receipt from an event, or an export">
          <div className="flex flex-wrap items-center gap-2">{children}</div>
        </Step>
        <Step number={3} title="Verify it with Node.js 20 or newer">
          <Command>node verify.mjs export.jsonl --keys keys.txt</Command>
          <Command>node verify.mjs people-50.tlog-proof --keys keys.txt</Command>
        </Step>
        <Step number={4} title="Or with nothing but Python 3">
          <Command>python3 verify.py export.jsonl --keys keys.txt</Command>
          <p className="text-ink-2 text-label">
            It does its own arithmetic for Ed25519 and says that it does not check ML-DSA-44.
          </p>
        </Step>
        <Step number={5} title="Keep a checkpoint, and compare it with every later export">
          <Command>
            node verify.mjs export.jsonl --keys keys.txt --checkpoint checkpoint-96.txt
          </Command>
          <p className="text-ink-2 text-label">
            This proof does not rest on us: what you kept can’t be rewritten.{' '}
            <Link href={ways.checkpoints}>Checkpoints</Link>
          </p>
        </Step>
      </ol>
      <p className="max-w-reading pt-2 text-ink-2 text-label">
        Each ends with 0 when everything is as it was sealed, with 1 and the first bad sequence
        number when it is not, and with 2 when the file can’t tell.
      </p>
    </section>
  );
}

function Step({
  number,
  title,
  children,
}: {
  readonly number: number;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <li className="grid grid-cols-[24px_minmax(0,1fr)] border-line-faint border-b py-2.5">
      <span aria-hidden="true" className="text-ink-3">
        {number}
      </span>
      <div className="flex flex-col items-start gap-1 [&>*]:max-w-full">
        <h4>{title}</h4>
        <div className="w-full">{children}</div>
      </div>
    </li>
  );
}
