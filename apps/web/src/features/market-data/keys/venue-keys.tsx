'use client';

import { parseAsString, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { dataStateOf } from '@/trpc/data-state.ts';
import { Button } from '@/ui/button.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { ConnectDrawer } from './connect-drawer.tsx';
import { KeyActDialog } from './key-act-dialog.tsx';
import { type KeyAct, type KeyLine, KeysTable } from './keys-table.tsx';
import { useVenueKeys } from './use-venue-keys.ts';

/** The section of keys: what is in use, and the way to connect or rotate. */
export function VenueKeys() {
  const { listed, accounts, again } = useVenueKeys();
  const [address, setAddress] = useQueryStates({ connect: parseAsString, key: parseAsString });
  const [acting, setActing] = useState<{ line: KeyLine; act: KeyAct } | null>(null);
  const state = dataStateOf(listed, 'The keys could not be read.');
  const isThere = listed.data !== undefined;
  return (
    <section aria-label="Keys" className="mt-4 border-t px-gutter">
      <SectionHeading title="Keys" about="in use by the consent of others alone">
        {isThere && (
          <Button variant="primary" onClick={() => void setAddress({ connect: 'new', key: null })}>
            Connect a venue
          </Button>
        )}
      </SectionHeading>
      <KeysTable
        accounts={accounts}
        state={state}
        onAct={(line, act) => setActing({ line, act })}
      />
      {isThere && address.connect !== null && (
        <ConnectDrawer
          accounts={accounts}
          accountId={address.connect}
          keyId={address.key}
          onChange={(to) => void setAddress(to)}
          onClose={() => void setAddress({ connect: null, key: null })}
          onAct={(line, act) => setActing({ line, act })}
          again={again}
        />
      )}
      {acting !== null && (
        <KeyActDialog {...acting} onClose={() => setActing(null)} onDone={again} />
      )}
    </section>
  );
}
