'use client';

import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import { CHECK_CODES, type CheckCode } from '@ultrathink/domain/trading';
import { z } from 'zod';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { type Change, changesOf, ProposalForm } from '@/trpc/proposal-form.tsx';
import { decimalField, reasonField } from '@/trpc/reason-field.ts';
import { SettingSection } from '@/trpc/setting-section.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Checkbox } from '@/ui/checkbox.tsx';
import { Field } from '@/ui/field.tsx';
import { FormField, useZodForm } from '@/ui/form.tsx';
import { TextInput } from '@/ui/text-input.tsx';
import { CHECK_GROUPS, checkName } from './check-words.ts';

type Version = inferRouterOutputs<AppRouter>['trading']['getPolicies']['checks'][number];

const share = decimalField.refine((text) => Number(text) > 0 && Number(text) <= 1, {
  message: 'is a share: more than 0, at most 1.',
});
const schema = z.object({
  checks: z.array(z.enum(CHECK_CODES)).min(1, 'are empty: without a check nothing is traded.'),
  calm: decimalField.refine((text) => Number(text) > 0, 'has to be more than 0.'),
  floor: share,
  reason: reasonField,
});

const LABELS = { checks: 'Checks', calm: 'Calm up to', floor: 'Always left' };
const figures = ({ calm, floor }: Pick<Version, 'calm' | 'floor'>) => ({
  'Calm up to': `${calm} a day`,
  'Always left': `${floor} of a limit`,
});

/** Which checks an order needs, and how limits tighten while markets are wild. */
export function CheckPolicySection() {
  const trpc = useTRPC();
  const found = useQuery(trpc.trading.getPolicies.queryOptions());
  const mayPropose = useMay('risk.proposeCheckPolicy');
  return (
    <SettingSection<Version>
      title="Checks before an order"
      about="which of them an order needs; their values are limits"
      state={dataStateOf(found, 'The policy of checks could not be read.')}
      versions={found.data?.checks ?? []}
      facts={(version) => [
        { name: 'Needed', value: `${version.checks.length} of ${CHECK_CODES.length} checks` },
        {
          name: 'Not needed',
          value:
            CHECK_CODES.filter((code) => !version.checks.includes(code))
              .map(checkName)
              .join(', ') || 'none is left out',
        },
        ...Object.entries(figures(version)).map(([name, value]) => ({ name, value })),
      ]}
      empty="No policy of checks was agreed to, so nothing is traded."
      mayPropose={mayPropose}
      form={(now, onClose) => <CheckPolicyForm now={now} onClose={onClose} />}
    />
  );
}

function CheckPolicyForm({
  now,
  onClose,
}: {
  readonly now: Version | null;
  readonly onClose: () => void;
}) {
  const trpc = useTRPC();
  const form = useZodForm(schema, {
    checks: now?.checks ?? [...CHECK_CODES],
    calm: now?.calm ?? '0.03',
    floor: now?.floor ?? '0.25',
    reason: '',
  });
  const wish = form.watch();
  const changes = [
    ...checkChanges(now?.checks ?? [], wish.checks),
    ...changesOf(now && figures(now), figures(wish)),
  ];
  const dropped = (now?.checks ?? []).filter((code) => !wish.checks.includes(code));
  const propose = useAct(trpc.risk.proposeCheckPolicy, {
    shows: ({ checks, calm, floor, reason }) => ({
      title: 'Propose which checks an order needs',
      facts: [
        { name: 'Checks', value: `${checks.length} of ${CHECK_CODES.length}` },
        ...Object.entries(figures({ calm, floor })).map(([name, value]) => ({ name, value })),
        { name: 'Reason', value: reason },
      ],
    }),
  });
  return (
    <ProposalForm
      act="risk.proposeCheckPolicy"
      form={form}
      labels={LABELS}
      draft="checks"
      changes={changes}
      effect={
        dropped.length === 0
          ? 'Every order after it is judged by these checks; all of them are evaluated and kept.'
          : `Orders would no longer be refused by: ${dropped.map(checkName).join(', ')}.`
      }
      mutation={propose}
      onSend={(values, done) => propose.mutate(values, { onSuccess: done })}
      onClose={onClose}
    >
      <FormField form={form} name="checks">
        {({ value, onValueChange }, error) => (
          <ChecksField value={value} onChange={onValueChange} error={error} />
        )}
      </FormField>
      <FormField form={form} name="calm">
        {(control, error) => (
          <Field
            label="Calm up to"
            hint="Volatility of a day, as a share, up to which limits stand as approved."
            error={error && `This ${error}`}
          >
            <TextInput {...control} inputMode="decimal" maxLength={40} />
          </Field>
        )}
      </FormField>
      <FormField form={form} name="floor">
        {(control, error) => (
          <Field
            label="Always left"
            hint="Share of a limit that is left however wild the market is."
            error={error && `This ${error}`}
          >
            <TextInput {...control} inputMode="decimal" maxLength={40} />
          </Field>
        )}
      </FormField>
    </ProposalForm>
  );
}

function checkChanges(
  before: readonly CheckCode[],
  after: readonly CheckCode[],
): readonly Change[] {
  return CHECK_CODES.flatMap((code) => {
    const [was, is] = [before.includes(code), after.includes(code)];
    if (was === is) return [];
    return {
      name: checkName(code),
      before: was ? 'needed' : null,
      after: is ? 'needed' : 'not needed',
    };
  });
}

function ChecksField({
  value,
  onChange,
  error,
}: {
  readonly value: readonly CheckCode[];
  readonly onChange: (value: CheckCode[]) => void;
  readonly error: string | undefined;
}) {
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="sr-only">Checks</legend>
      {CHECK_GROUPS.map(({ title, codes }) => (
        <div key={title}>
          <p className="pb-1 text-ink-3 text-label">{title}</p>
          <div className="grid gap-1.5 sm:grid-cols-2">
            {codes.map((code) => (
              <Checkbox
                key={code}
                checked={value.includes(code)}
                onCheckedChange={(isOn) =>
                  onChange(CHECK_CODES.filter((one) => (one === code ? isOn : value.includes(one))))
                }
              >
                {checkName(code)}
              </Checkbox>
            ))}
          </div>
        </div>
      ))}
      {error !== undefined && <p className="text-danger">Checks {error}</p>}
    </fieldset>
  );
}
