'use client';

import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import { COMMERCIAL_TIERS, type CommercialTier, SERVICE_LEVELS } from '@ultrathink/domain/clients';
import { UTC, type UtcTime } from '@ultrathink/domain/kernel';
import { z } from 'zod';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { changesOf, ProposalForm } from '@/trpc/proposal-form.tsx';
import { decimalField, reasonField } from '@/trpc/reason-field.ts';
import { SettingSection } from '@/trpc/setting-section.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { DateTimeInput } from '@/ui/date/date-time-input.tsx';
import { Field } from '@/ui/field.tsx';
import { FormField, useZodForm } from '@/ui/form.tsx';
import { Select } from '@/ui/select.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import type { TierRow } from '../model.ts';
import { TIER_WORDS } from '../words.ts';

type Table = NonNullable<inferRouterOutputs<AppRouter>['clients']['getTierTable']['table']>;

const SERVICE_WORDS: Readonly<Record<TierRow['serviceLevel'], string>> = {
  Basic: 'Basic',
  Premium: 'Premium',
  Private: 'Private',
  Institutional: 'Institutional',
  WhiteGlove: 'White glove',
};

const schema = z.object({
  tier: z.enum(COMMERCIAL_TIERS),
  from: z
    .string()
    .nullable()
    .refine((at) => at !== null, 'is missing. Write a day like 1 Dec 2026 and a time.')
    .refine(
      (at) => at === null || Date.parse(at) > Date.now(),
      'is past. A change begins after it is agreed to.',
    ),
  maxPosition: decimalField,
  maxLeverage: decimalField,
  commissionBps: decimalField,
  minBalance: decimalField,
  serviceLevel: z.enum(SERVICE_LEVELS),
  reason: reasonField,
});
type Values = z.input<typeof schema>;
type Figures = Pick<
  Values,
  'maxPosition' | 'maxLeverage' | 'commissionBps' | 'minBalance' | 'serviceLevel'
>;

const FIGURES = [
  { name: 'maxPosition', label: 'Largest position', unit: 'USD' },
  { name: 'maxLeverage', label: 'Leverage, at most', unit: '' },
  { name: 'commissionBps', label: 'Commission', unit: 'bps' },
  { name: 'minBalance', label: 'Least balance', unit: 'USD' },
] as const;
const LABELS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(FIGURES.map(({ name, label }) => [name, label])),
  from: 'From',
};

const wordsOf = (row: Figures): Record<string, string> => ({
  ...Object.fromEntries(
    FIGURES.map(({ name, label, unit }) => [
      label,
      `${row[name].replaceAll(',', '')} ${unit}`.trim(),
    ]),
  ),
  Service: SERVICE_WORDS[row.serviceLevel],
});

/** The last row of a tier: what a change would follow. */
const lastOf = (table: Table | null, tier: CommercialTier): TierRow | undefined =>
  table?.rows.filter((row) => row.tier === tier).at(-1);

/** What each commercial tier is worth, from moments that are agreed to. */
export function TierSection() {
  const trpc = useTRPC();
  const found = useQuery(trpc.clients.getTierTable.queryOptions());
  const mayPropose = useMay('clients.proposeTiers');
  const table = found.data?.table ?? null;
  return (
    <SettingSection<Table>
      title="Commercial tiers"
      about="limits, commission and service by tier"
      state={dataStateOf(found, 'The tiers could not be read.')}
      versions={table === null ? [] : [table]}
      facts={({ rows }) =>
        COMMERCIAL_TIERS.map((tier) => ({
          name: TIER_WORDS[tier],
          value: <Rows rows={rows.filter((row) => row.tier === tier)} />,
        }))
      }
      empty="No table of tiers was adopted, so nothing is traded."
      mayPropose={mayPropose && table !== null}
      form={(now, onClose) => <TierForm table={now} onClose={onClose} />}
    />
  );
}

function Rows({ rows }: { readonly rows: readonly TierRow[] }) {
  return rows.map((row, at) => (
    <span key={row.from} className="block tabular-nums">
      {at > 0 && (
        <span className="text-ink-2">from {row.from.slice(0, 16).replace('T', ' ')} UTC: </span>
      )}
      position to {row.maxPosition} USD, leverage {row.maxLeverage}, {row.commissionBps} bps,
      balance from {row.minBalance} USD
    </span>
  ));
}

function startOf(table: Table | null, tier: CommercialTier): Figures {
  const last = lastOf(table, tier);
  return {
    maxPosition: last?.maxPosition ?? '0',
    maxLeverage: last?.maxLeverage ?? '1',
    commissionBps: last?.commissionBps ?? '0',
    minBalance: last?.minBalance ?? '0',
    serviceLevel: last?.serviceLevel ?? 'Basic',
  };
}

function TierForm({
  table,
  onClose,
}: {
  readonly table: Table | null;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const [first] = COMMERCIAL_TIERS;
  const form = useZodForm(schema, {
    tier: first,
    from: null,
    ...startOf(table, first),
    reason: '',
  });
  const wish = form.watch();
  const last = lastOf(table, wish.tier);
  const propose = useAct(trpc.clients.proposeTiers, {
    shows: ({ wish: { kind, ...rest }, reason }) => ({
      title: kind === 'Adopt' ? 'Adopt the first table of tiers' : 'Propose a change of tiers',
      facts: [
        ...('changes' in rest
          ? [
              { name: 'From', value: `${rest.from.slice(0, 16).replace('T', ' ')} UTC` },
              ...rest.changes.flatMap((one) =>
                changesOf(last === undefined ? null : wordsOf(last), wordsOf(one)).map(
                  ({ name, after }) => ({
                    name: `${TIER_WORDS[one.tier]}, ${name}`,
                    value: after ?? '',
                  }),
                ),
              ),
            ]
          : []),
        { name: 'Reason', value: reason },
      ],
    }),
  });
  return (
    <ProposalForm
      act="clients.proposeTiers"
      form={form}
      labels={LABELS}
      draft="tiers"
      changes={changesOf(last === undefined ? null : wordsOf(last), wordsOf(wish))}
      effect={
        wish.from === null
          ? 'Holds from the moment that is named, for fills and orders after it.'
          : `Holds from ${wish.from.slice(0, 16).replace('T', ' ')} UTC, for fills and orders after it. Until then the row before it stands.`
      }
      mutation={propose}
      onSend={({ reason, from, ...change }, done) => {
        if (from === null) return;
        const changed = { kind: 'Change' as const, from: from as UtcTime, changes: [change] };
        propose.mutate({ wish: changed, reason }, { onSuccess: done });
      }}
      onClose={onClose}
    >
      <FormField form={form} name="tier">
        {({ value }) => (
          <Field label="Tier">
            <Select<CommercialTier>
              options={COMMERCIAL_TIERS.map((tier) => ({ value: tier, label: TIER_WORDS[tier] }))}
              value={value}
              onValueChange={(tier) =>
                form.reset({ ...form.getValues(), tier, ...startOf(table, tier) })
              }
            />
          </Field>
        )}
      </FormField>
      <FormField form={form} name="from">
        {({ value, onValueChange }, error) => (
          <DateTimeInput
            label="From"
            name="from"
            zone={UTC}
            value={value as UtcTime | null}
            onValueChange={onValueChange}
            {...(error !== undefined && { error: `This ${error}` })}
          />
        )}
      </FormField>
      <FigureFields form={form} />
      <FormField form={form} name="serviceLevel">
        {({ value, onValueChange }) => (
          <Field label="Service">
            <Select
              options={SERVICE_LEVELS.map((one) => ({ value: one, label: SERVICE_WORDS[one] }))}
              value={value}
              onValueChange={onValueChange}
            />
          </Field>
        )}
      </FormField>
    </ProposalForm>
  );
}

function FigureFields({
  form,
}: {
  readonly form: ReturnType<typeof useZodForm<z.output<typeof schema>, Values>>;
}) {
  return FIGURES.map(({ name, label, unit }) => (
    <FormField key={name} form={form} name={name}>
      {(control, error) => (
        <Field label={label} error={error && `This ${error}`}>
          <TextInput
            {...control}
            inputMode="decimal"
            maxLength={40}
            after={<span className="text-ink-3 text-label">{unit}</span>}
          />
        </Field>
      )}
    </FormField>
  ));
}
