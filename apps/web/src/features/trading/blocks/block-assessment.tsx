'use client';

import { toldError } from '@/trpc/told-error.ts';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import { Checks } from '../ticket/checks.tsx';
import { CostPart } from '../ticket/cost.tsx';
import { Route } from '../ticket/route.tsx';
import { useTradeable } from '../ticket/tradeable.ts';
import type { AccountNames } from '../use-accounts.ts';
import { checkName, checkReason, rejectionText } from '../words.ts';
import type { BlockWish } from './draft.ts';
import { type ShareLine, shareLines } from './shares.ts';
import type { useBlockPreview } from './use-block-asking.ts';

interface ShareRow extends ShareLine {
  readonly name: string;
}

const columnsOf = (asset: string) =>
  defineColumns<ShareRow>([
    { id: 'name', kind: 'text', header: 'Account', value: ({ name }) => name },
    {
      id: 'quantity',
      kind: 'quantity',
      decimals: 8,
      header: 'Share',
      value: ({ quantity }) => quantity,
    },
    { id: 'holds', kind: 'price', header: `Holds, ${asset}`, value: ({ holds }) => holds },
    {
      id: 'can',
      kind: 'text',
      header: 'Can hold it',
      value: ({ refused, holds }) => (refused !== null ? 'No' : holds === null ? null : 'Yes'),
      cell: ({ refused, holds }) =>
        refused === null ? (
          holds === null ? null : (
            'Yes'
          )
        ) : (
          <span className="text-danger">
            {checkName(refused.code)}: {checkReason(refused)}
          </span>
        ),
    },
  ]);

/** What the engine would decide now: for each account, in all, where it would go, and every check. */
export function BlockAssessment({
  asked: { preview, error, atMs },
  wish,
  names,
}: {
  readonly asked: ReturnType<typeof useBlockPreview>;
  readonly wish: BlockWish | null;
  readonly names: AccountNames;
}) {
  const tradeable = useTradeable(wish?.instrument ?? '');
  const [base = '', quote = ''] = (wish?.instrument ?? '').split('/');
  if (error !== null) return <p className="text-danger">{toldError(error).sentence}</p>;
  if (wish === null) return null;
  const decision = preview?.decision ?? null;
  const rows = shareLines(wish, decision).map((line) => ({
    ...line,
    name: names.get(line.account) ?? line.account.slice(-8),
  }));
  const isWaiting =
    preview?.cost === null && 'stopPx' in wish.terms && decision?.verdict === 'Placed';
  return (
    <>
      <SectionHeading title="What each account gets" />
      <PlainTable
        title="What each account gets"
        columns={columnsOf(wish.side === 'Buy' ? quote : base)}
        rows={rows}
        idOf={({ account }) => account}
      />
      {preview === undefined && (
        <p className="text-ink-2">Asking the engine what it would decide.</p>
      )}
      {decision?.verdict === 'Refused' && decision.rejection !== null && (
        <p role="alert" className="border-l-2 border-l-danger pl-2.5 text-danger">
          {rejectionText(decision.rejection)}
        </p>
      )}
      {preview !== undefined && decision !== null && (
        <div>
          {isWaiting && (
            <p className="border-b py-2.5 text-ink-2">
              It waits for its trigger. Then it is routed, and every check is made again for every
              account.
            </p>
          )}
          {!isWaiting && (
            <CostPart
              side={wish.side}
              cost={preview.cost}
              base={base}
              quote={quote}
              decimals={tradeable.digits}
              atMs={atMs}
            />
          )}
          {preview.cost !== null && <Route cost={preview.cost} unit={base} />}
          <Checks decision={decision} assets={{ base, quote }} />
        </div>
      )}
    </>
  );
}
