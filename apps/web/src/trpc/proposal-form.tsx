'use client';

import type { ProposalAct } from '@ultrathink/domain/access';
import type { ClientId } from '@ultrathink/domain/kernel';
import { type ReactNode, useState } from 'react';
import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Form, FormField } from '@/ui/form.tsx';
import { TextArea } from '@/ui/text-input.tsx';
import { ApprovalPath } from './approval-path.tsx';
import { FailureLine } from './failure-line.tsx';
import { focusIt, ProposedLine, WhoAgrees } from './proposed-line.tsx';
import { useFormDraft } from './use-form-draft.ts';
import type { Proposed } from './use-proposal.ts';

/** One value that would become another. */
export interface Change {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * A form whose sending is a proposal: the fields, and beside them what would change, what follows from
 * it, and who has to agree. What is typed stays until it is sent.
 */
export function ProposalForm<
  Output extends FieldValues & { readonly reason: string },
  Input extends FieldValues & { readonly reason: string },
>({
  act,
  form,
  labels,
  draft,
  changes,
  effect,
  clientId = null,
  amount = null,
  mutation,
  onSend,
  onClose,
  children,
}: {
  readonly act: ProposalAct;
  readonly form: UseFormReturn<Input, unknown, Output>;
  readonly labels: Readonly<Record<string, string>>;
  /** Names the draft: one per form and subject. */
  readonly draft: string;
  readonly changes: readonly Change[];
  readonly effect?: ReactNode;
  readonly clientId?: ClientId | null;
  readonly amount?: string | null;
  readonly mutation: {
    readonly isPending: boolean;
    readonly error: unknown;
    readonly data: Proposed | undefined;
  };
  readonly onSend: (values: Output, done: () => void) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const kept = useFormDraft(form, draft);
  const [isSent, setSent] = useState(false);
  const { data } = mutation;
  if (isSent && data !== undefined) {
    return (
      <div className="flex max-w-2xl flex-col pb-5">
        <ProposedLine proposalId={data.proposalId}>
          <Button ref={focusIt} size="small" variant="quiet" onClick={onClose}>
            Close
          </Button>
        </ProposedLine>
        <WhoAgrees proposed={data} />
      </div>
    );
  }
  const drop = () => {
    kept.forget();
    form.reset();
    onClose();
  };
  return (
    <Form
      form={form}
      labels={{ ...labels, reason: 'Reason' }}
      className="grid gap-x-10 gap-y-5 pb-5 lg:grid-cols-[minmax(0,1fr)_380px]"
      onSubmit={(values) =>
        onSend(values, () => {
          kept.forget();
          setSent(true);
        })
      }
    >
      <div className="flex max-w-2xl flex-col gap-4">
        {children}
        <FormField form={form} name={'reason' as FieldPath<Input>}>
          {(control, error) => (
            <Field
              label="Reason"
              hint="Kept in the audit trail. Name no personal data here."
              error={error && `This ${error}`}
            >
              <TextArea {...control} value={String(control.value)} maxLength={2000} rows={2} />
            </Field>
          )}
        </FormField>
      </div>
      <div className="flex flex-col gap-4">
        <Changes changes={changes} />
        {effect !== undefined && (
          <section aria-label="What follows">
            <h3 className="border-b pb-1 font-medium">What follows</h3>
            <div className="py-1.5 text-ink-2">{effect}</div>
          </section>
        )}
        <ApprovalPath act={act} clientId={clientId} amount={amount} />
        <FailureLine error={mutation.error} />
        <div className="flex flex-wrap items-center gap-2">
          <Button
            type="submit"
            variant="primary"
            busy={mutation.isPending}
            busyLabel="Proposing"
            disabled={changes.length === 0}
          >
            Propose it
          </Button>
          <Button variant="quiet" onClick={drop}>
            {kept.isKept ? 'Drop the draft' : 'Leave it'}
          </Button>
          {kept.isKept && <span className="text-ink-3">draft kept in this tab</span>}
        </div>
      </div>
    </Form>
  );
}

function Changes({ changes }: { readonly changes: readonly Change[] }) {
  return (
    <section aria-label="What would change">
      <h3 className="border-b pb-1 font-medium">What would change</h3>
      {changes.length === 0 ? (
        <p className="py-1.5 text-ink-2">Nothing yet.</p>
      ) : (
        <ul>
          {changes.map(({ name, before, after }) => (
            <li
              key={name}
              className="grid grid-cols-[132px_minmax(0,1fr)] gap-x-3 border-line-faint border-b py-1.25"
            >
              <span className="break-words text-ink-3">{name}</span>
              <span className="flex flex-wrap items-baseline gap-x-2">
                {before !== null && (
                  <del className="break-words rounded-[2px] bg-down-wash px-1">{before}</del>
                )}
                {after !== null && (
                  <ins className="break-words rounded-[2px] bg-up-wash px-1 no-underline">
                    {after}
                  </ins>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Of two sets of values by name, those that differ. */
export function changesOf(
  before: Readonly<Record<string, string>> | null,
  after: Readonly<Record<string, string>>,
): readonly Change[] {
  return Object.entries(after).flatMap(([name, value]) => {
    const was = before?.[name] ?? null;
    return was === value ? [] : [{ name, before: was, after: value }];
  });
}
