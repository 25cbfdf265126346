'use client';

import { useQuery } from '@tanstack/react-query';
import {
  add,
  type Decimal,
  decimal,
  negate,
  subtract,
  sum,
  toText,
} from '@ultrathink/domain/kernel';
import { useMemo, useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { toldError } from '@/trpc/told-error.ts';
import { useProposal } from '@/trpc/use-proposal.ts';
import { Field } from '@/ui/field.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { Select } from '@/ui/select.tsx';
import { defineColumns } from '@/ui/table/columns.ts';
import { PlainTable } from '@/ui/table/plain-table.tsx';
import { useSettled } from '../placing/use-preview.ts';
import type { AccountChoice, AccountNames } from '../use-accounts.ts';
import { type LegDraft, legsProblem } from './draft.ts';
import { LegFields } from './leg-fields.tsx';
import type { BlockRow } from './use-blocks.ts';
import { METHOD_WORDS, METHODS } from './words.ts';

interface ChangeRow {
  readonly account: string;
  readonly name: string;
  readonly has: string;
  readonly quantity: string;
  readonly money: string;
}

/** Another rule for a block: what each account would have more or less, before it is proposed. */
export function ProposeAllocation({
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
  const last = block.versions.at(-1);
  const [method, setMethod] = useState(last?.method ?? 'ProRata');
  const [legs, setLegs] = useState<readonly LegDraft[]>(
    (last?.legs ?? []).map(({ account, weight }, id) => ({ id, account, weight })),
  );
  const problem = legsProblem(legs, method, block.orderQty);
  const wish =
    problem === null
      ? {
          clOrdId: block.clOrdId,
          method,
          legs: legs.map(({ account, weight }) => ({ account, weight: weight.trim() })),
        }
      : null;
  const asked = useReallocation(wish);
  const isAllowed = asked.isCurrent && asked.data?.refusal === null;
  const propose = useProposal(trpc.trading.proposeReallocation, {
    shows: ({ legs: to }) => ({
      title: `Propose another allocation: ${block.side} ${block.instrument}`,
      facts: to.map(({ account, weight }) => ({
        name: names.get(account) ?? account.slice(-8),
        value: weight,
      })),
    }),
  });
  return (
    <ReasonDialog
      open
      onClose={onClose}
      bar="Blocks"
      title={`Propose another allocation: ${block.side} ${block.instrument}`}
      description="What was filled changes hands at the block's average price, with its fees. Two others have to agree; the new rule is sealed before anything moves."
      act="Propose it"
      busyLabel="Proposing"
      isBusy={propose.isPending}
      error={propose.error}
      proposed={propose.proposed}
      canSend={wish !== null && isAllowed}
      onSend={(reason) => {
        if (wish !== null) propose.mutate({ ...wish, reason } as never);
      }}
    >
      <Field label="Divided" nativeLabel={false}>
        <Select
          options={METHODS.map((value) => ({ value, label: METHOD_WORDS[value] }))}
          value={method}
          onValueChange={setMethod}
        />
      </Field>
      <LegFields legs={legs} accounts={accounts} onChange={setLegs} />
      {problem !== null && <p className="text-ink-2">{problem}</p>}
      <Difference block={block} names={names} asked={asked} />
    </ReasonDialog>
  );
}

interface Wish {
  readonly clOrdId: string;
  readonly method: BlockRow['versions'][number]['method'];
  readonly legs: readonly { readonly account: string | null; readonly weight: string }[];
}

/** The engine's own answer for these legs; an older one never counts. */
function useReallocation(wish: Wish | null) {
  const trpc = useTRPC();
  const text = JSON.stringify(wish);
  const settledText = useSettled(text);
  const settled = useMemo(() => JSON.parse(settledText), [settledText]);
  const asked = useQuery(
    trpc.trading.previewReallocation.queryOptions(settled, {
      enabled: settled !== null,
      staleTime: 0,
      retry: false,
    }),
  );
  return {
    data: wish === null ? undefined : asked.data,
    error: wish === null ? null : asked.error,
    isCurrent: wish !== null && settledText === text && !asked.isFetching,
  };
}

const columnsOf = (base: string, quote: string) =>
  defineColumns<ChangeRow>([
    { id: 'name', kind: 'text', header: 'Account', value: ({ name }) => name },
    { id: 'has', kind: 'quantity', decimals: 8, header: `Has, ${base}`, value: ({ has }) => has },
    {
      id: 'quantity',
      kind: 'quantity',
      decimals: 8,
      header: `Change, ${base}`,
      value: ({ quantity }) => quantity,
    },
    { id: 'money', kind: 'price', header: `Money, ${quote}`, value: ({ money }) => money },
  ]);

function Difference({
  block,
  names,
  asked: { data, error },
}: {
  readonly block: BlockRow;
  readonly names: AccountNames;
  readonly asked: ReturnType<typeof useReallocation>;
}) {
  const [base = '', quote = ''] = block.instrument.split('/');
  if (error !== null) return <p className="text-danger">{toldError(error).sentence}</p>;
  if (data === undefined) return null;
  if (data.refusal !== null) {
    const { account, sentence } = data.refusal;
    return (
      <p role="alert" className="text-danger">
        {account !== null && `${names.get(account) ?? account.slice(-8)}: `}
        {sentence}
      </p>
    );
  }
  return (
    <>
      <SectionHeading title="What would change hands" />
      {data.changes.length === 0 ? (
        <p className="text-ink-2">Nothing was filled yet: only what comes is divided anew.</p>
      ) : (
        <PlainTable
          title="What would change hands"
          columns={columnsOf(base, quote)}
          rows={changeRows(block, data.changes, quote, names)}
          idOf={({ account }) => account}
        />
      )}
    </>
  );
}

type Change = {
  readonly account: string;
  readonly quantity: string;
  readonly notional: string;
  readonly fees: readonly { readonly asset: string; readonly amount: string }[];
  readonly commission: string;
};

/** Of each account over all places; money with fees in the quote asset and our commission. */
function changeRows(
  { side, shares }: BlockRow,
  changes: readonly Change[],
  quote: string,
  names: AccountNames,
): readonly ChangeRow[] {
  const has = new Map(shares.map(({ account, cumQty }) => [account as string, cumQty]));
  const groups = Map.groupBy(changes, ({ account }) => account);
  return [...groups].map(([account, parts]) => ({
    account,
    name: names.get(account) ?? account.slice(-8),
    has: has.get(account) ?? '0',
    quantity: toText(sum(parts.map(({ quantity }) => decimal(quantity)))),
    money: toText(sum(parts.map((part) => moneyOf(part, side, quote)))),
  }));
}

/** What the account has more of the quote asset by it. */
function moneyOf({ notional, fees, commission }: Change, side: string, quote: string): Decimal {
  const own = fees.filter(({ asset }) => asset === quote).map(({ amount }) => decimal(amount));
  const paid = decimal(notional);
  return subtract(side === 'Buy' ? negate(paid) : paid, add(sum(own), decimal(commission)));
}
