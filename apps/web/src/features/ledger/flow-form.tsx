'use client';

import { useQuery } from '@tanstack/react-query';
import type { AccountId, Asset, ClientId } from '@ultrathink/domain/kernel';
import type { InstrumentId, VenueAccountId } from '@ultrathink/domain/market-data';
import type { UseFormReturn } from 'react-hook-form';
import { z } from 'zod';
import { useTRPC } from '@/trpc/client.ts';
import { changesOf, ProposalForm } from '@/trpc/proposal-form.tsx';
import { decimalField, reasonField } from '@/trpc/reason-field.ts';
import { useAct } from '@/trpc/use-act.ts';
import { Field } from '@/ui/field.tsx';
import { FormField, useZodForm } from '@/ui/form.tsx';
import { Select } from '@/ui/select.tsx';
import { TextInput } from '@/ui/text-input.tsx';

export interface FlowAccount {
  readonly id: string;
  readonly name: string;
}

type Kind = 'Deposit' | 'Withdrawal';

/** Assets that others are valued in: they have no cost of their own. */
const CASH: ReadonlySet<string> = new Set(['USD', 'EUR', 'GBP', 'CHF', 'USDT', 'USDC']);

const schema = z
  .object({
    accountId: z.string().min(1, 'is missing. Choose one.'),
    venueAccountId: z.string().min(1, 'is missing. Choose where it came in or went out.'),
    asset: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z0-9]{1,16}$/, 'is no asset. Write it like USD or BTC.'),
    amount: decimalField.refine((text) => Number(text) > 0, 'has to be more than 0.'),
    reference: z
      .string()
      .trim()
      .min(1, 'is missing. Write it as the venue or the bank names it.')
      .max(200, 'is longer than 200 characters.'),
    price: z.string().trim(),
    reason: reasonField,
  })
  .refine(({ price }) => price === '' || /^\d{1,20}(\.\d{1,18})?$/.test(price), {
    path: ['price'],
    message: 'is no plain figure. Write it like 60000.50, or leave it empty.',
  });
type Values = z.input<typeof schema>;
type FlowFormState = UseFormReturn<Values, unknown, z.output<typeof schema>>;

const LABELS = {
  accountId: 'Account',
  venueAccountId: 'Where',
  asset: 'Asset',
  amount: 'Amount',
  reference: 'Reference',
  price: 'Cost price',
};

/** Books what came in or went out, once others agree. It moves nothing at a venue that is not on paper. */
export function FlowForm({
  kind,
  clientId,
  accounts,
  onClose,
}: {
  readonly kind: Kind;
  readonly clientId: ClientId;
  readonly accounts: readonly FlowAccount[];
  readonly onClose: () => void;
}) {
  const form = useZodForm(schema, {
    accountId: accounts.length === 1 ? (accounts[0]?.id ?? '') : '',
    venueAccountId: '',
    asset: 'USD',
    amount: '',
    reference: '',
    price: '',
    reason: '',
  });
  const wish = form.watch();
  const held = useHeld(clientId, wish);
  const send = useSend(kind, clientId);
  const asset = wish.asset.trim().toUpperCase();
  const changes = wish.amount === '' ? [] : changesOf(null, wordsOf(kind, wish, accounts));
  const [act, label] =
    kind === 'Deposit'
      ? (['ledger.proposeDeposit', 'deposit'] as const)
      : (['ledger.proposeWithdrawal', 'withdrawal'] as const);
  return (
    <ProposalForm
      act={act}
      form={form}
      labels={LABELS}
      draft={`${label} ${clientId}`}
      changes={changes}
      effect={
        <>
          <p>
            {held === null
              ? 'The account holds nothing of it there.'
              : `The account holds ${held.balance} ${asset} there, ${held.held} of it on hold.`}
          </p>
          <p>
            {kind === 'Deposit'
              ? 'It is free to trade once it is booked. What is there already and waits as suspense is used first.'
              : 'Refused if that much is not free when it is agreed to. Nothing is sent from a venue by it.'}
          </p>
        </>
      }
      clientId={clientId}
      amount={asset === 'USD' && /^\d+(\.\d+)?$/.test(wish.amount) ? wish.amount : null}
      mutation={send}
      onSend={(values, done) => send.send(values, done)}
      onClose={onClose}
    >
      <FlowFields form={form} kind={kind} clientId={clientId} accounts={accounts} />
    </ProposalForm>
  );
}

function wordsOf(kind: Kind, wish: Values, accounts: readonly FlowAccount[]) {
  const account = accounts.find(({ id }) => id === wish.accountId)?.name ?? 'an account';
  const sign = kind === 'Deposit' ? '+' : '−';
  return {
    [account]: `${sign}${wish.amount} ${wish.asset.trim().toUpperCase()}`,
    ...(wish.price === '' ? {} : { 'Cost of its lot': `${wish.price} USD each` }),
  };
}

function useHeld(clientId: ClientId, { accountId, venueAccountId, asset }: Values) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.trading.listFunds.queryOptions({ client: clientId }));
  const wanted = asset.trim().toUpperCase();
  return (
    data?.funds.find(
      (row) => row.account === accountId && row.placeId === venueAccountId && row.asset === wanted,
    ) ?? null
  );
}

/** One of the two acts, told alike. */
function useSend(kind: Kind, clientId: ClientId) {
  const trpc = useTRPC();
  const deposit = useAct(trpc.ledger.proposeDeposit, {
    shows: ({ entries, reason }) => ({
      title: 'Propose that a deposit be booked',
      facts: [
        ...entries.map(({ money, reference }) => ({
          name: reference,
          value: `${money.amount} ${money.asset}`,
        })),
        { name: 'Reason', value: reason },
      ],
    }),
  });
  const withdrawal = useAct(trpc.ledger.proposeWithdrawal, {
    shows: ({ money, reference, reason }) => ({
      title: 'Propose that a withdrawal be booked',
      facts: [
        { name: reference, value: `${money.amount} ${money.asset}` },
        { name: 'Reason', value: reason },
      ],
    }),
  });
  const { isPending, error, data } = kind === 'Deposit' ? deposit : withdrawal;
  return {
    isPending,
    error,
    data,
    send: (values: z.output<typeof schema>, done: () => void) => {
      const { reference, reason } = values;
      const accountId = values.accountId as AccountId;
      const venueAccountId = values.venueAccountId as VenueAccountId;
      const money = { asset: values.asset as Asset, amount: values.amount };
      if (kind === 'Withdrawal') {
        const asked = { clientId, accountId, venueAccountId, money, reference, reason };
        withdrawal.mutate(asked, { onSuccess: done });
        return;
      }
      const instrument = `${values.asset}/USD` as InstrumentId;
      const cost = values.price === '' ? null : { instrument, price: values.price };
      const entries = [{ venueAccountId, money, reference, cost }];
      deposit.mutate({ clientId, accountId, entries, reason }, { onSuccess: done });
    },
  };
}

function FlowFields({
  form,
  kind,
  clientId,
  accounts,
}: {
  readonly form: FlowFormState;
  readonly kind: Kind;
  readonly clientId: ClientId;
  readonly accounts: readonly FlowAccount[];
}) {
  const asset = form.watch('asset').trim().toUpperCase();
  return (
    <>
      <FormField form={form} name="accountId">
        {({ value, onValueChange }, error) => (
          <Field label="Account" error={error && `The account ${error}`}>
            <Select
              options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
              value={value === '' ? null : value}
              onValueChange={onValueChange}
            />
          </Field>
        )}
      </FormField>
      <PlaceField form={form} clientId={clientId} />
      <TextField form={form} name="asset" label="Asset" hint="Such as USD, BTC." />
      <TextField form={form} name="amount" label="Amount" unit={asset} />
      <TextField
        form={form}
        name="reference"
        label="Reference"
        hint="As the venue, the custodian or the bank names it."
      />
      {kind === 'Deposit' && !CASH.has(asset) && (
        <TextField
          form={form}
          name="price"
          label="Cost price, optional"
          hint="What one of it cost the client: its lot is opened at this price."
          unit="USD"
        />
      )}
    </>
  );
}

function PlaceField({
  form,
  clientId,
}: {
  readonly form: FlowFormState;
  readonly clientId: ClientId;
}) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.trading.listStandings.queryOptions());
  const places = (data?.accounts ?? []).filter(
    (one) => one.clientId === null || one.clientId === clientId,
  );
  return (
    <FormField form={form} name="venueAccountId">
      {({ value, onValueChange }, error) => (
        <Field label="Where" error={error && `The place ${error}`}>
          <Select
            options={places.map(({ id, venue, label, mode }) => ({
              value: id as string,
              label: `${venue} ${label}${mode === 'Paper' ? ', on paper' : ''}`,
            }))}
            value={value === '' ? null : value}
            onValueChange={onValueChange}
          />
        </Field>
      )}
    </FormField>
  );
}

function TextField({
  form,
  name,
  label,
  hint,
  unit,
}: {
  readonly form: FlowFormState;
  readonly name: 'asset' | 'amount' | 'reference' | 'price';
  readonly label: string;
  readonly hint?: string;
  readonly unit?: string;
}) {
  return (
    <FormField form={form} name={name}>
      {(control, error) => (
        <Field
          label={label}
          error={error && `${label} ${error}`}
          {...(hint !== undefined && { hint })}
        >
          <TextInput
            {...control}
            maxLength={200}
            {...(unit !== undefined && {
              after: <span className="text-ink-3 text-label">{unit}</span>,
            })}
          />
        </Field>
      )}
    </FormField>
  );
}
