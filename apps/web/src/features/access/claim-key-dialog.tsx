'use client';

import { useState } from 'react';
import { useTRPC } from '@/trpc/client.ts';
import { FailureLine } from '@/trpc/failure-line.tsx';
import { useAct } from '@/trpc/use-act.ts';
import { Button } from '@/ui/button.tsx';
import { Dialog, DialogClose, FloatFoot } from '@/ui/dialog.tsx';
import { FactList } from '@/ui/facts.tsx';
import { Day } from '@/ui/time.tsx';
import { KeptKey } from './kept-key.tsx';
import { type MadeKey, makeKey } from './make-key.ts';
import type { KeyRow } from './people/model.ts';

/** The owner of an agreed key gives it a secret that this browser makes, and sees it this once. */
export function ClaimKeyDialog({
  row,
  onClose,
  onClaimed,
}: {
  readonly row: KeyRow;
  readonly onClose: () => void;
  readonly onClaimed: () => Promise<void>;
}) {
  const trpc = useTRPC();
  const [made, setMade] = useState<MadeKey | null>(null);
  const claim = useAct(trpc.access.claimApiKey, {
    shows: () => ({
      title: `Give the API key ${row.name} its secret`,
      facts: [
        { name: 'May', value: row.scope === 'Trade' ? 'trade' : 'read' },
        { name: 'Comes from', value: row.networks.join(', ') },
      ],
    }),
    onDone: onClaimed,
  });
  const send = async () => {
    const key = made ?? (await makeKey());
    setMade(key);
    claim.mutate({ apiKeyId: row.id, secretHash: key.secretHash, hint: key.hint });
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      bar="API key"
      title={claim.isSuccess ? 'Keep this key now' : `Give ${row.name} its secret`}
      description={
        claim.isSuccess
          ? 'It is shown this once; only its digest is kept. Whoever has it trades as you may trade.'
          : 'The key was agreed to. Your browser makes the secret; the platform gets its digest alone.'
      }
    >
      {claim.isSuccess && made !== null ? (
        <KeptKey text={made.text} />
      ) : (
        <div className="flex flex-col gap-4">
          <FactList
            facts={[
              { name: 'Comes from', value: row.networks.join(', ') },
              { name: 'Until', value: <Day at={row.until} /> },
            ]}
          />
          <FailureLine error={claim.error} />
          <FloatFoot>
            <DialogClose render={<Button variant="quiet">Later</Button>} />
            <Button
              variant="primary"
              onClick={() => void send()}
              busy={claim.isPending}
              busyLabel="Making it"
            >
              Make the secret
            </Button>
          </FloatFoot>
        </div>
      )}
    </Dialog>
  );
}
