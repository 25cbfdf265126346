'use client';

import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { useMay } from '@/features/identity/use-may.ts';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { changesOf, ProposalForm } from '@/trpc/proposal-form.tsx';
import { reasonField } from '@/trpc/reason-field.ts';
import { SettingSection } from '@/trpc/setting-section.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { FormField, useZodForm } from '@/ui/form.tsx';
import { RadioGroup } from '@/ui/radio.tsx';
import { type ModeVersion, usePolicies } from './use-policies.ts';

type Mode = ModeVersion['mode'];
const WORDS: Readonly<Record<Mode, string>> = { Paper: 'PAPER', Live: 'LIVE' };
const MEANS: Readonly<Record<Mode, string>> = {
  Paper: 'Orders are filled on paper, inside the platform. None reaches a venue.',
  Live: 'Orders reach venues, by the keys that are in use there.',
};

const schema = z.object({ mode: z.enum(['Paper', 'Live']), reason: reasonField });

/** PAPER or LIVE for the whole firm, and what the other one would mean for accounts and keys. */
export function ModeSection() {
  const found = usePolicies();
  const mayPropose = useMay('operations.proposeTradingMode');
  return (
    <SettingSection<ModeVersion>
      title="Trading mode"
      about="for the whole firm"
      state={dataStateOf(found, 'The trading mode could not be read.')}
      versions={found.data?.modes ?? []}
      facts={({ mode }) => [
        { name: 'Mode', value: <b className="font-medium">{WORDS[mode]}</b> },
        { name: 'Means', value: MEANS[mode] },
      ]}
      empty="Nothing was decided yet, so the firm trades on PAPER."
      mayPropose={mayPropose}
      form={(now, onClose) => <ModeForm now={now?.mode ?? 'Paper'} onClose={onClose} />}
    />
  );
}

function ModeForm({ now, onClose }: { readonly now: Mode; readonly onClose: () => void }) {
  const trpc = useTRPC();
  const other: Mode = now === 'Paper' ? 'Live' : 'Paper';
  const form = useZodForm(schema, { mode: other, reason: '' });
  const mode = form.watch('mode');
  const propose = useAct(trpc.trading.proposeMode, {
    shows: (wish) => ({
      title: `Propose the trading mode ${WORDS[wish.mode]}`,
      facts: [
        { name: 'Mode', value: `${WORDS[now]} to ${WORDS[wish.mode]}` },
        { name: 'Reason', value: wish.reason },
      ],
    }),
  });
  return (
    <ProposalForm
      act="operations.proposeTradingMode"
      form={form}
      labels={{ mode: 'Mode' }}
      draft="mode"
      changes={changesOf({ 'Trading mode': WORDS[now] }, { 'Trading mode': WORDS[mode] })}
      effect={<ModeEffect mode={mode} />}
      mutation={propose}
      onSend={(values, done) => propose.mutate(values, { onSuccess: done })}
      onClose={onClose}
    >
      <FormField form={form} name="mode">
        {({ value, onValueChange }) => (
          <RadioGroup<Mode>
            label="Trading mode"
            options={[
              { value: 'Paper', label: 'PAPER', note: MEANS.Paper },
              { value: 'Live', label: 'LIVE', note: MEANS.Live },
            ]}
            value={value}
            onValueChange={onValueChange}
          />
        )}
      </FormField>
    </ProposalForm>
  );
}

/** Which accounts at venues would trade, and which would not. */
function ModeEffect({ mode }: { readonly mode: Mode }) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.trading.listStandings.queryOptions());
  if (data === undefined) return 'Counting the accounts at venues.';
  const of = data.accounts.filter((one) => one.mode === mode);
  const ready = of.filter(({ standing }) => standing?.hasKey === true);
  const idle = data.accounts.length - of.length;
  return (
    <>
      <p>
        {ready.length === 0
          ? `No account at a venue could trade in ${WORDS[mode]}: every order would be refused.`
          : `${ready.length} ${ready.length === 1 ? 'account' : 'accounts'} at venues would trade: ${ready
              .map(({ venue, label }) => `${venue} ${label}`)
              .join(', ')}.`}
      </p>
      {of.length > ready.length && (
        <p>{of.length - ready.length} more would have no key, and would not trade.</p>
      )}
      {idle > 0 && (
        <p>
          {idle} of the other mode would get no new order. What works there works on, and is shown.
        </p>
      )}
    </>
  );
}
