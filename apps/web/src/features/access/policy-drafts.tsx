'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { ReasonDialog } from '@/trpc/reason-dialog.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { useProposal } from '@/trpc/use-proposal.ts';
import { Button } from '@/ui/button.tsx';
import { DayTime } from '@/ui/time.tsx';
import { DraftEditor } from './policy-draft-editor.tsx';
import type { Draft, Rules } from './policy-model.ts';
import { personName } from './words.ts';

/** Policies being written. Who writes one does not publish it, and publishing is a proposal. */
export function PolicyDrafts({ inForce }: { readonly inForce: Rules }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const drafts = useQuery(trpc.approval.listDrafts.queryOptions());
  const [editing, setEditing] = useState<Draft | 'new' | null>(null);
  const [proposing, setProposing] = useState<Draft | null>(null);
  const again = () => queryClient.invalidateQueries(trpc.approval.pathFilter());
  const remove = useAct(trpc.approval.deleteDraft, { onDone: again });
  const propose = useProposal(trpc.approval.proposePolicy, {
    shows: ({ reason }) => ({
      title: 'Propose this draft as the approval policy',
      facts: [{ name: 'Reason', value: reason }],
    }),
  });
  const list = drafts.data?.drafts ?? [];
  return (
    <section aria-label="Drafts">
      <div className="flex items-center justify-between border-b pb-1">
        <h2 className="font-medium">Drafts</h2>
        <Button size="small" onClick={() => setEditing('new')}>
          Write one
        </Button>
      </div>
      {list.length === 0 && <p className="py-2 text-ink-2">Nothing is being written.</p>}
      <ul>
        {list.map((draft) => (
          <li key={draft.id} className="flex flex-col gap-1 border-line-faint border-b py-2">
            <p>{draft.note === '' ? `${draft.policy.rules.length} rules` : draft.note}</p>
            <p className="text-ink-3 text-label">
              {personName(draft.author)}, <DayTime at={draft.updatedAt} />
            </p>
            {draft.faults.map((fault) => (
              <p key={fault} className="text-warn text-label">
                {fault}
              </p>
            ))}
            <div className="flex flex-wrap gap-2">
              <Button size="small" onClick={() => setEditing(draft)}>
                Go on
              </Button>
              <Button
                size="small"
                disabled={draft.faults.length > 0}
                onClick={() => setProposing(draft)}
              >
                Propose it
              </Button>
              <Button
                size="small"
                variant="danger-quiet"
                onClick={() => remove.mutate({ draftId: draft.id })}
              >
                Delete
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <FailureLine error={remove.error ?? drafts.error} />
      {editing !== null && (
        <DraftEditor
          draft={editing === 'new' ? null : editing}
          start={editing === 'new' ? inForce : editing.policy}
          onClose={() => setEditing(null)}
          onSaved={async () => {
            setEditing(null);
            await again();
          }}
        />
      )}
      {proposing !== null && (
        <ReasonDialog
          open
          onClose={() => {
            propose.leave();
            setProposing(null);
          }}
          title="Propose this draft as the approval policy"
          description="Exactly as it stands now. Whoever wrote any of it can not propose it."
          act="Propose it"
          busyLabel="Proposing"
          isBusy={propose.isPending}
          error={propose.error}
          proposed={propose.proposed}
          onSend={(reason) =>
            propose.mutate({ draftId: proposing.id, version: proposing.version, reason })
          }
        />
      )}
    </section>
  );
}
