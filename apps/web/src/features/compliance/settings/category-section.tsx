'use client';

import { useQuery } from '@tanstack/react-query';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import { CLIENT_CATEGORIES, type ClientCategory } from '@ultrathink/domain/compliance';
import { ORD_TYPES, type OrdType } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { changesOf, ProposalForm } from '@/trpc/proposal-form.tsx';
import { decimalField, reasonField } from '@/trpc/reason-field.ts';
import { SettingSection } from '@/trpc/setting-section.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Checkbox } from '@/ui/checkbox.tsx';
import { Field } from '@/ui/field.tsx';
import { FormField, useZodForm } from '@/ui/form.tsx';
import { TextArea, TextInput } from '@/ui/text-input.tsx';

type Version = inferRouterOutputs<AppRouter>['compliance']['getCategoryRules']['versions'][number];
type Rules = Version['rules'];
type Wish = inferRouterInputs<AppRouter>['compliance']['proposeCategoryRules']['rules'];

const NAMES: Readonly<Record<ClientCategory, string>> = {
  Retail: 'Retail',
  Professional: 'Professional',
  EligibleCounterparty: 'Eligible counterparty',
};
const PAIR = /^[A-Z0-9]{1,16}\/[A-Z0-9]{1,16}$/;
const listIn = (text: string) => [
  ...new Set(
    text
      .toUpperCase()
      .split(/[\s,]+/)
      .filter((one) => one !== ''),
  ),
];

const ruleSchema = z.object({
  instruments: z
    .string()
    .max(20_000)
    .refine(
      (text) => listIn(text).every((pair) => PAIR.test(pair)),
      'has something that is no instrument. Write them like BTC/USDT, ETH/USDT.',
    ),
  ordTypes: z.array(z.enum(ORD_TYPES)),
  maxLeverage: decimalField.refine((text) => Number(text) >= 1, 'is at least 1.'),
});
const schema = z.object({
  Retail: ruleSchema,
  Professional: ruleSchema,
  EligibleCounterparty: ruleSchema,
  reason: reasonField,
});
type Values = z.input<typeof schema>;

const listText = (list: readonly string[]) => (list.length === 0 ? 'nothing' : list.join(', '));

function wordsOf(rules: Wish): Record<string, string> {
  return Object.fromEntries(
    CLIENT_CATEGORIES.flatMap((category) => {
      const { instruments, ordTypes, maxLeverage } = rules[category];
      return [
        [`${NAMES[category]}, instruments`, listText(instruments)],
        [`${NAMES[category]}, order types`, listText(ordTypes)],
        [`${NAMES[category]}, leverage`, `at most ${maxLeverage}`],
      ];
    }),
  );
}

const fieldsOf = (rule: Rules[ClientCategory] | undefined) => ({
  instruments: (rule?.instruments ?? []).join(', '),
  ordTypes: [...(rule?.ordTypes ?? ORD_TYPES)],
  maxLeverage: rule?.maxLeverage ?? '1',
});

const ruleOf = ({ instruments, ordTypes, maxLeverage }: Values['Retail']) =>
  ({ instruments: listIn(instruments), ordTypes, maxLeverage }) as Wish['Retail'];

const rulesOf = (values: Pick<Values, ClientCategory>): Wish => ({
  Retail: ruleOf(values.Retail),
  Professional: ruleOf(values.Professional),
  EligibleCounterparty: ruleOf(values.EligibleCounterparty),
});

/** What each regulatory category may trade, and with how much leverage. */
export function CategorySection() {
  const trpc = useTRPC();
  const found = useQuery(trpc.compliance.getCategoryRules.queryOptions());
  const mayPropose = useMay('compliance.proposeCategoryRules');
  return (
    <SettingSection<Version>
      title="Regulatory categories"
      about="what each may trade, and with how much leverage"
      state={dataStateOf(found, 'The rules of categories could not be read.')}
      versions={found.data?.versions ?? []}
      facts={({ rules }) =>
        Object.entries(wordsOf(rules)).map(([name, value]) => ({ name, value }))
      }
      empty="No rules were agreed to, so nothing is traded."
      mayPropose={mayPropose}
      form={(now, onClose) => <CategoryForm now={now?.rules ?? null} onClose={onClose} />}
    />
  );
}

function CategoryForm({
  now,
  onClose,
}: {
  readonly now: Rules | null;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const form = useZodForm(schema, {
    Retail: fieldsOf(now?.Retail),
    Professional: fieldsOf(now?.Professional),
    EligibleCounterparty: fieldsOf(now?.EligibleCounterparty),
    reason: '',
  });
  const before = now && wordsOf(now);
  const propose = useAct(trpc.compliance.proposeCategoryRules, {
    shows: ({ rules, reason }) => ({
      title: 'Propose what each category may trade',
      facts: [
        ...changesOf(before, wordsOf(rules)).map(({ name, after }) => ({
          name,
          value: after ?? '',
        })),
        { name: 'Reason', value: reason },
      ],
    }),
  });
  return (
    <ProposalForm
      act="compliance.proposeCategoryRules"
      form={form}
      labels={NAMES}
      draft="categories"
      changes={changesOf(before, wordsOf(rulesOf(form.watch())))}
      effect="Orders of a category that are not in its rules are refused from then on. What works, works on."
      mutation={propose}
      onSend={({ reason, ...values }, done) =>
        propose.mutate({ rules: rulesOf(values), reason }, { onSuccess: done })
      }
      onClose={onClose}
    >
      {CLIENT_CATEGORIES.map((category) => (
        <fieldset key={category} className="flex flex-col gap-3">
          <legend className="border-b pb-1 font-medium">{NAMES[category]}</legend>
          <FormField form={form} name={`${category}.instruments`}>
            {(control, error) => (
              <Field
                label="Instruments"
                hint="Such as BTC/USDT, ETH/USDT. Empty lets nothing."
                error={error && `This ${error}`}
              >
                <TextArea {...control} value={String(control.value)} rows={2} maxLength={20_000} />
              </Field>
            )}
          </FormField>
          <FormField form={form} name={`${category}.ordTypes`}>
            {({ value, onValueChange }) => (
              <TypesField value={value as OrdType[]} onChange={onValueChange} />
            )}
          </FormField>
          <FormField form={form} name={`${category}.maxLeverage`}>
            {(control, error) => (
              <Field label="Leverage, at most" error={error && `This ${error}`}>
                <TextInput
                  {...control}
                  value={String(control.value)}
                  inputMode="decimal"
                  maxLength={20}
                />
              </Field>
            )}
          </FormField>
        </fieldset>
      ))}
    </ProposalForm>
  );
}

function TypesField({
  value,
  onChange,
}: {
  readonly value: readonly OrdType[];
  readonly onChange: (value: OrdType[]) => void;
}) {
  return (
    <fieldset className="flex flex-wrap gap-x-5 gap-y-1.5">
      <legend className="pb-1 text-ink-3 text-label">Order types</legend>
      {ORD_TYPES.map((type) => (
        <Checkbox
          key={type}
          checked={value.includes(type)}
          onCheckedChange={(isOn) =>
            onChange(ORD_TYPES.filter((one) => (one === type ? isOn : value.includes(one))))
          }
        >
          {type}
        </Checkbox>
      ))}
    </fieldset>
  );
}
