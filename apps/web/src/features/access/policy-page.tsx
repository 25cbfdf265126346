'use client';

import { useQuery } from '@tanstack/react-query';
import { ROLES, type Role } from '@ultrathink/domain/access';
import { decimal, formatQuantity } from '@ultrathink/domain/kernel';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { Field } from '@/ui/field.tsx';
import { useLocale } from '@/ui/locale.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { Select } from '@/ui/select.tsx';
import { SkeletonRows } from '@/ui/skeleton.tsx';
import { EmptyState } from '@/ui/states.tsx';
import { DayTime, Zone } from '@/ui/time.tsx';
import { PolicyDrafts } from './policy-drafts.tsx';
import type { ProposedAct, Published, Rule, Rules } from './policy-model.ts';
import { actWords, rolesText, roleTitle, spanWords } from './words.ts';

/** The rules that say who has to agree to what, in the order in which they are tried. */
export function PolicyPage() {
  const trpc = useTRPC();
  const policy = useQuery(trpc.approval.policy.queryOptions());
  const history = useQuery(trpc.approval.policyHistory.queryOptions());
  const state = dataStateOf(policy, 'The approval policy could not be read.');
  const rules = policy.data?.policy.rules ?? [];
  return (
    <>
      <PageHead
        title="Approval policy"
        about="The first rule that matches governs, and the last one blocks everything: what nobody thought of does not happen. It changes by a proposal of its own."
      />
      <div className="grid grid-cols-1 gap-8 px-gutter pb-7 lg:grid-cols-[minmax(0,1fr)_320px]">
        {policy.data === undefined ? (
          state.kind === 'loading' ? (
            <SkeletonRows
              rows={10}
              columns={{ count: 3, className: 'grid-cols-[32px_2fr_1fr] gap-3' }}
              label="Reading the policy"
            />
          ) : (
            <EmptyState>{'sentence' in state ? state.sentence : null}</EmptyState>
          )
        ) : (
          <ol aria-label="Rules">
            {rules.map((rule, n) => (
              <RuleLine key={rule.id} rule={rule} number={n + 1} asset={policy.data.policy.asset} />
            ))}
          </ol>
        )}
        <div className="flex flex-col gap-6">
          {policy.data !== undefined && <PolicyDrafts inForce={rulesOf(policy.data.policy)} />}
          <TryPolicy rules={rules} />
          <section aria-label="Versions">
            <h2 className="border-b pb-1 font-medium">Versions</h2>
            <ul>
              {(history.data?.policies ?? []).map(({ policy: one, publishedAt }) => (
                <li
                  key={one.version}
                  className="flex justify-between border-line-faint border-b py-1.5"
                >
                  <span>Version {one.version}</span>
                  <span className="text-ink-2">
                    <DayTime at={publishedAt} /> <Zone at={publishedAt} />
                  </span>
                </li>
              ))}
            </ul>
          </section>
        </div>
      </div>
    </>
  );
}

/** A draft has no version before it is proposed. */
function rulesOf({ asset, rules }: Published['policy']): Rules {
  return { asset, rules };
}

function RuleLine({
  rule: { title, when, verdict },
  number,
  asset,
}: {
  readonly rule: Rule;
  readonly number: number;
  readonly asset: string;
}) {
  const { locale } = useLocale();
  const conditions = [
    when.acts === null ? 'whatever is proposed' : when.acts.map(actWords).join(', '),
    when.proposers === null ? null : `by ${rolesText(when.proposers)}`,
    when.amount === null
      ? null
      : `over ${formatQuantity(decimal(when.amount.over), { locale })} ${asset}${withinText(when.amount.within)}`,
  ].filter((part) => part !== null);
  return (
    <li className="grid grid-cols-[28px_minmax(0,1fr)] gap-x-3 border-line-faint border-b py-2.5">
      <span className="text-right text-ink-3 tabular-nums">{number}</span>
      <div>
        <p className="font-medium">{title}</p>
        <p className="break-words text-ink-2 text-label">{conditions.join('; ')}</p>
        {verdict.kind === 'Block' ? (
          <p className="pt-1 text-danger">Blocks. {verdict.why}</p>
        ) : (
          <ul className="pt-1">
            {verdict.groups.map(({ name, roles, needed }) => (
              <li key={name}>
                {needed} of {name} <span className="text-ink-3">({rolesText(roles)})</span>
              </li>
            ))}
            <li className="text-ink-3 text-label">within {spanWords(verdict.lifeMs)}</li>
          </ul>
        )}
      </div>
    </li>
  );
}

function withinText(within: { readonly ms: number; readonly per: string } | null): string {
  if (within === null) return '';
  return ` within ${spanWords(within.ms)}, per ${within.per.toLowerCase()}`;
}

/** Which rule would match? */
function TryPolicy({ rules }: { readonly rules: readonly Rule[] }) {
  const trpc = useTRPC();
  const acts = [...new Set(rules.flatMap(({ when }) => when.acts ?? []))];
  const [act, setAct] = useState<ProposedAct | null>(null);
  const [role, setRole] = useState<Role | null>(null);
  const tried = useQuery(
    trpc.approval.tryPolicy.queryOptions(
      {
        act: act ?? 'access.proposeGrant',
        roles: [role ?? 'Administrator'],
        clientId: null,
        amount: null,
      },
      { enabled: act !== null && role !== null },
    ),
  );
  return (
    <section aria-labelledby="try-policy" className="flex flex-col gap-4">
      <h2 id="try-policy" className="border-b pb-1 font-medium">
        Which rule would match?
      </h2>
      <Field label="Proposed">
        <Select
          options={acts.map((one) => ({ value: one, label: actWords(one) }))}
          value={act}
          onValueChange={setAct}
        />
      </Field>
      <Field label="By somebody who is">
        <Select
          options={ROLES.map((one) => ({ value: one, label: roleTitle(one) }))}
          value={role}
          onValueChange={setRole}
        />
      </Field>
      <div aria-live="polite">
        {tried.error !== null && <FailureLine error={tried.error} />}
        {tried.data !== undefined && (
          <>
            <p>
              <span className="font-medium">{tried.data.title}</span>
              {tried.data.blocks === null ? '' : `: ${tried.data.blocks}`}
            </p>
            <ul className="text-ink-2">
              {tried.data.groups.map(({ name, needed }) => (
                <li key={name}>
                  {needed} of {name}
                </li>
              ))}
            </ul>
            <p className="pt-1 text-ink-3 text-label">
              {tried.data.trials.length - 1} rules before it did not match.
            </p>
          </>
        )}
      </div>
    </section>
  );
}
