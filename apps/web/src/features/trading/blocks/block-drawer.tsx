'use client';

import { decimal, scaleOf } from '@ultrathink/domain/kernel';
import { useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Drawer } from '@/ui/drawer.tsx';
import { FactList } from '@/ui/facts.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { OrdStatus } from '@/ui/status.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import { DayTime, Zone } from '@/ui/time.tsx';
import { Hash, Quantity } from '@/ui/value.tsx';
import type { AccountChoice, AccountNames } from '../use-accounts.ts';
import { ProposeAllocation } from './propose-allocation.tsx';
import type { BlockRow } from './use-blocks.ts';
import { METHOD_WORDS, TIF_WORDS } from './words.ts';

interface LegRow {
  readonly account: string;
  readonly name: string;
  readonly weight: string;
  readonly cumQty: string;
  readonly avgPx: string | null;
}

const legColumns = defineColumns<LegRow>([
  {
    id: 'name',
    kind: 'text',
    header: 'Account',
    value: ({ name }) => name,
    // In two lines where it has to be: figures stand whole beside it.
    cell: ({ name }) => <span className="block whitespace-normal">{name}</span>,
  },
  {
    id: 'weight',
    kind: 'quantity',
    header: 'Weight',
    width: 56,
    decimals: ({ weight }) => scaleOf(decimal(weight)),
    value: ({ weight }) => weight,
  },
  { id: 'has', kind: 'quantity', header: 'Allocated', width: 92, value: ({ cumQty }) => cumQty },
  { id: 'average', kind: 'price', header: 'Average', width: 92, value: ({ avgPx }) => avgPx },
]);

/** By the rule in force: what each account was to have, and has. */
function legsOf({ versions, shares }: BlockRow, names: AccountNames): readonly LegRow[] {
  const has = new Map(shares.map((share) => [share.account as string, share]));
  return (versions.at(-1)?.legs ?? []).map(({ account, weight }) => ({
    account,
    name: names.get(account) ?? account.slice(-8),
    weight,
    cumQty: has.get(account)?.cumQty ?? '0',
    avgPx: has.get(account)?.avgPx ?? null,
  }));
}

interface CorrectionRow {
  readonly id: string;
  readonly name: string;
  readonly why: string;
  readonly quantity: string;
  readonly notional: string;
}

const correctionColumns = defineColumns<CorrectionRow>([
  {
    id: 'name',
    kind: 'text',
    header: 'Account',
    value: ({ name }) => name,
    cell: ({ name, why }) => (
      <span className="block whitespace-normal">
        {name} <span className="block text-ink-2 text-label">{why}</span>
      </span>
    ),
  },
  {
    id: 'quantity',
    kind: 'quantity',
    width: 92,
    // As many as it has: an average that is evened moves money and no quantity.
    decimals: ({ quantity }) => Math.min(8, scaleOf(decimal(quantity))),
    header: 'Quantity',
    value: ({ quantity }) => quantity,
  },
  {
    id: 'notional',
    kind: 'price',
    width: 92,
    header: 'Notional',
    value: ({ notional }) => notional,
  },
]);

function correctionsOf({ corrections }: BlockRow, names: AccountNames): readonly CorrectionRow[] {
  return corrections.map(({ at, version, why, account, quantity, notional }) => ({
    id: `${at} ${why} ${version} ${account}`,
    name: names.get(account) ?? account.slice(-8),
    why: why === 'Evened' ? 'One average' : `Version ${version}`,
    quantity,
    notional,
  }));
}

/** `Limit at 91,934.20, Good till cancel`. */
function termsText({ ordType, price, timeInForce }: BlockRow) {
  return (
    <>
      {ordType}
      {price !== null && (
        <>
          {' '}
          at <Quantity value={price} />
        </>
      )}
      , {TIF_WORDS[timeInForce] ?? timeInForce}
    </>
  );
}

const Moment = ({ at }: { readonly at: string }) => (
  <>
    <DayTime at={at} /> <Zone at={at} />
  </>
);

const ENDED: ReadonlySet<BlockRow['ordStatus']> = new Set([
  'Filled',
  'Canceled',
  'Rejected',
  'Expired',
]);

/** One block: what was sealed, version by version, and what each account has of it. */
export function BlockDrawer({
  block,
  accounts,
  names,
  onClose,
}: {
  readonly block: BlockRow;
  readonly accounts: readonly AccountChoice[];
  readonly names: AccountNames;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const mayPlace = useMay('trading.placeBlockOrder');
  const mayPropose = useMay('trading.proposeReallocation');
  const [isProposing, setProposing] = useState(false);
  const cancel = useAct(trpc.trading.cancelBlock);
  const isOpen = !ENDED.has(block.ordStatus);
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Block: ${block.side} ${block.instrument}`}
      foot={
        (isOpen && mayPlace) || mayPropose ? (
          <>
            {mayPropose && (
              <Button onClick={() => setProposing(true)}>Propose another allocation</Button>
            )}
            {isOpen && mayPlace && (
              <Button
                variant="danger"
                busy={cancel.isPending}
                busyLabel="Asking"
                onClick={() => cancel.mutate({ clOrdId: block.clOrdId })}
              >
                Cancel the block
              </Button>
            )}
          </>
        ) : undefined
      }
    >
      <FailureLine error={cancel.error} />
      <FactList
        facts={[
          { name: 'State', value: <OrdStatus status={block.ordStatus} /> },
          { name: 'Type', value: termsText(block) },
          { name: 'Quantity', value: <Quantity value={block.orderQty} /> },
          { name: 'Allocated', value: <Quantity value={block.cumQty} /> },
          { name: 'Placed', value: <Moment at={block.placedAt} /> },
        ]}
      />
      <SectionHeading title="Accounts" />
      <PlainTable
        title="Accounts of the block"
        columns={legColumns}
        rows={legsOf(block, names)}
        idOf={({ account }) => account}
      />
      {block.corrections.length > 0 && (
        <>
          <SectionHeading
            title="Put right"
            about="Averages evened at the end, and what changed hands by a new version."
          />
          <PlainTable
            title="What was put right"
            columns={correctionColumns}
            rows={correctionsOf(block, names)}
            idOf={({ id }) => id}
          />
        </>
      )}
      <SectionHeading
        title="The sealed rule"
        about="Hashed into the trail before anything left; no version is ever changed."
      />
      {block.versions.map(({ version, hash, at, method, reason }) => (
        <FactList
          key={version}
          facts={[
            { name: `Version ${version}`, value: <Hash value={hash} label="hash of the rule" /> },
            { name: 'Sealed', value: <Moment at={at} /> },
            { name: 'Divided', value: METHOD_WORDS[method] },
            ...(reason === null ? [] : [{ name: 'Reason', value: reason }]),
          ]}
        />
      ))}
      {isProposing && (
        <ProposeAllocation
          block={block}
          accounts={accounts}
          names={names}
          onClose={() => setProposing(false)}
        />
      )}
    </Drawer>
  );
}
