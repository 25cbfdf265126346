'use client';

import { z } from 'zod';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { changesOf, ProposalForm } from '@/trpc/proposal-form.tsx';
import { decimalField, reasonField } from '@/trpc/reason-field.ts';
import { SettingSection } from '@/trpc/setting-section.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Field } from '@/ui/field.tsx';
import { FormField, useZodForm } from '@/ui/form.tsx';
import { RadioGroup } from '@/ui/radio.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import { type RoutingVersion, usePolicies } from './use-policies.ts';

type Policy = RoutingVersion['policy'];

const whole = (least: number, most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,8}$/, 'is no whole number.')
    .refine(
      (text) => Number(text) >= least && Number(text) <= most,
      `is not between ${least} and ${most}.`,
    );

const DAY_MS = 86_400_000;
const MOST_CUSHION_BPS = 100;
const schema = z.object({
  maxAgeMs: whole(0, DAY_MS),
  depth: whole(1, 1_000),
  penaltyBpsPer100Ms: decimalField,
  penaltyBpsOfRejects: decimalField,
  latencyMsMax: whole(0, DAY_MS),
  rejectRateMax: decimalField.refine(
    (text) => !/^[1-9]/.test(text) || /^1(\.0+)?$/.test(text),
    'is a share: between 0 and 1.',
  ),
  limitCounts: z.enum(['Price', 'AllIn']),
  restsAt: z.enum(['OneVenue', 'Several']),
  cushionBps: decimalField.refine(
    (text) => Number(text) <= MOST_CUSHION_BPS,
    `is more than ${MOST_CUSHION_BPS} bps.`,
  ),
  reason: reasonField,
});
type Values = z.infer<typeof schema>;

const FIELDS = [
  { name: 'maxAgeMs', label: 'Oldest book', unit: 'ms', hint: 'Older ones are not routed by.' },
  { name: 'depth', label: 'Levels of each book', unit: '', hint: 'Up to 1,000.' },
  {
    name: 'penaltyBpsPer100Ms',
    label: 'Penalty for slowness',
    unit: 'bps per 100 ms',
    hint: 'Counts in the comparison of venues, never as cost.',
  },
  {
    name: 'penaltyBpsOfRejects',
    label: 'Penalty for refusals',
    unit: 'bps × rate',
    hint: '10 makes 1 bp of one refusal in ten.',
  },
  { name: 'latencyMsMax', label: 'Slowest venue', unit: 'ms', hint: 'A slower one gets nothing.' },
  {
    name: 'rejectRateMax',
    label: 'Most refusals',
    unit: 'share',
    hint: 'A venue that refuses more gets nothing.',
  },
  {
    name: 'cushionBps',
    label: 'Cushion of market orders',
    unit: 'bps',
    hint: 'Beyond the worst level expected, within collar and funds. 0 is none.',
  },
] as const satisfies readonly {
  readonly name: keyof Values;
  readonly label: string;
  readonly unit: string;
  readonly hint: string;
}[];

const LABELS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(FIELDS.map(({ name, label }) => [name, label])),
  limitCounts: 'A limit counts',
  restsAt: 'What rests',
};
const LIMIT_WORDS = { Price: 'the price at the venue', AllIn: 'the price with its fee' } as const;
const REST_WORDS = {
  OneVenue: 'at one venue, or not at all',
  Several: 'at one venue, or at several where none has the funds for all',
} as const;
/** Policies that don't say are older than the choice. */
const RESTED_ONCE = 'OneVenue';
const NO_CUSHION = '0';

interface Choices {
  readonly limitCounts: Policy['limitCounts'];
  readonly restsAt?: Policy['restsAt'] | undefined;
  readonly cushionBps?: Policy['cushionBps'] | undefined;
}
type Said = Readonly<Record<Exclude<keyof Policy, keyof Choices>, string | number>> & Choices;

/** By the names of the page, as they are shown and compared. */
function wordsOf(policy: Said): Record<string, string> {
  const rows = FIELDS.map(({ name, label, unit }) => [
    label,
    `${policy[name] ?? NO_CUSHION} ${unit}`.trim(),
  ]);
  return {
    ...Object.fromEntries(rows),
    'A limit counts': LIMIT_WORDS[policy.limitCounts],
    'What rests': REST_WORDS[policy.restsAt ?? RESTED_ONCE],
  };
}

/** How orders are split over venues. */
export function RoutingSection() {
  const found = usePolicies();
  const mayPropose = useMay('trading.proposeRoutingPolicy');
  return (
    <SettingSection<RoutingVersion>
      title="Routing"
      about="how orders are split over venues"
      state={dataStateOf(found, 'The routing policy could not be read.')}
      versions={found.data?.routing ?? []}
      facts={({ policy }) =>
        Object.entries(wordsOf(policy)).map(([name, value]) => ({ name, value }))
      }
      empty="No routing policy was agreed to, so nothing is traded."
      mayPropose={mayPropose}
      form={(now, onClose) => <RoutingForm now={now?.policy ?? null} onClose={onClose} />}
    />
  );
}

const START: Omit<Values, 'reason'> = {
  maxAgeMs: '2000',
  depth: '50',
  penaltyBpsPer100Ms: '0.5',
  penaltyBpsOfRejects: '10',
  latencyMsMax: '1000',
  rejectRateMax: '0.2',
  limitCounts: 'AllIn',
  restsAt: 'Several',
  cushionBps: '10',
};

function textOf(policy: Policy): Omit<Values, 'reason'> {
  const { maxAgeMs, depth, latencyMsMax, ...rest } = policy;
  return {
    ...rest,
    restsAt: policy.restsAt ?? RESTED_ONCE,
    cushionBps: policy.cushionBps ?? NO_CUSHION,
    maxAgeMs: String(maxAgeMs),
    depth: String(depth),
    latencyMsMax: String(latencyMsMax),
  };
}

function RoutingForm({
  now,
  onClose,
}: {
  readonly now: Policy | null;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const form = useZodForm(schema, { ...(now === null ? START : textOf(now)), reason: '' });
  const propose = useAct(trpc.trading.proposeRoutingPolicy, {
    shows: ({ policy, reason }) => ({
      title: 'Propose how orders are routed',
      facts: [
        ...changesOf(now && wordsOf(now), wordsOf(policy)).map(({ name, after }) => ({
          name,
          value: after ?? '',
        })),
        { name: 'Reason', value: reason },
      ],
    }),
  });
  const changes = changesOf(now && wordsOf(now), wordsOf(form.watch()));
  return (
    <ProposalForm
      act="trading.proposeRoutingPolicy"
      form={form}
      labels={LABELS}
      draft="routing"
      changes={changes}
      effect="Holds for orders that are placed after it was agreed to. What works, works on."
      mutation={propose}
      onSend={({ reason, maxAgeMs, depth, latencyMsMax, ...rest }, done) => {
        const figures = {
          maxAgeMs: Number(maxAgeMs),
          depth: Number(depth),
          latencyMsMax: Number(latencyMsMax),
        };
        propose.mutate({ policy: { ...rest, ...figures }, reason }, { onSuccess: done });
      }}
      onClose={onClose}
    >
      {FIELDS.map(({ name, label, unit, hint }) => (
        <FormField key={name} form={form} name={name}>
          {(control, error) => (
            <Field label={label} hint={hint} error={error && `This ${error}`}>
              <TextInput
                {...control}
                inputMode="decimal"
                maxLength={40}
                after={<span className="text-ink-3 text-label">{unit}</span>}
              />
            </Field>
          )}
        </FormField>
      ))}
      <FormField form={form} name="limitCounts">
        {({ value, onValueChange }) => (
          <RadioGroup<Policy['limitCounts']>
            label="A limit counts"
            options={[
              { value: 'AllIn', label: 'A limit counts the price with its fee' },
              { value: 'Price', label: 'A limit counts the price at the venue' },
            ]}
            value={value}
            onValueChange={onValueChange}
          />
        )}
      </FormField>
      <FormField form={form} name="restsAt">
        {({ value, onValueChange }) => (
          <RadioGroup<Values['restsAt']>
            label="What rests"
            options={[
              {
                value: 'Several',
                label: 'What rests is shared out where no venue has all the funds',
              },
              { value: 'OneVenue', label: 'What rests does so at one venue, or not at all' },
            ]}
            value={value}
            onValueChange={onValueChange}
          />
        )}
      </FormField>
    </ProposalForm>
  );
}
