'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { useEffect, useMemo, useState } from 'react';
import { useMay } from '@/features/identity/use-may.ts';
import { dataStateOf } from '@/trpc/data-state.ts';
import { Button } from '@/ui/button.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { DataTable } from '@/ui/table/data-table.tsx';
import { useNaming } from '../blotter/use-lists.ts';
import { useAccounts } from '../use-accounts.ts';
import { useAskedBlock } from './asked-block.ts';
import { blockColumns } from './block-columns.tsx';
import { BlockDrawer } from './block-drawer.tsx';
import { StartBlock } from './start-block.tsx';
import { SENT_BLOCK } from './use-block-asking.ts';
import { type BlockRow, useBlocks } from './use-blocks.ts';

/** Orders of the house for several clients, with the rule that was sealed before they left. */
export function BlocksPage() {
  const listed = useBlocks();
  const { accounts, names } = useAccounts();
  const naming = useNaming();
  const columns = useMemo(() => blockColumns(naming), [naming]);
  const [chosen, choose] = useQueryState('block', parseAsString);
  // A block that was sent and not answered opens the form again after a reload.
  const [isStarting, setStarting] = useState(false);
  useEffect(() => {
    if (SENT_BLOCK.read() !== null) setStarting(true);
  }, []);
  const [asked, forgetAsked] = useAskedBlock();
  const mayPlace = useMay('trading.placeBlockOrder');
  const blocks = listed.data?.blocks ?? [];
  const houses = listed.data?.houses ?? [];
  const open = blocks.find(({ clOrdId }) => clOrdId === chosen);
  return (
    <>
      <PageHead
        title="Blocks"
        about="One order for several clients. How its fills are divided is sealed before anything leaves."
      >
        {mayPlace && (
          <Button onClick={() => setStarting(true)} disabled={houses.length === 0}>
            Start a block
          </Button>
        )}
      </PageHead>
      <div className="px-gutter pb-7">
        <DataTable<BlockRow>
          id="blocks"
          title="Blocks"
          columns={columns}
          rows={blocks}
          idOf={({ clOrdId }) => clOrdId}
          onOpen={({ clOrdId }) => void choose(clOrdId)}
          state={dataStateOf(listed, 'The blocks could not be read.')}
          empty={{
            sentence:
              houses.length === 0 && listed.data !== undefined
                ? 'No account of the house is open: operations open one before the first block.'
                : 'No block of the clients you see was placed yet.',
          }}
          expectedRows={6}
        />
      </div>
      {open !== undefined && (
        <BlockDrawer
          block={open}
          accounts={accounts}
          names={names}
          onClose={() => void choose(null)}
        />
      )}
      {(isStarting || asked !== null) && listed.data !== undefined && (
        <StartBlock
          houses={houses}
          accounts={accounts}
          names={names}
          asked={asked}
          onClose={(placed) => {
            setStarting(false);
            forgetAsked();
            if (placed !== null) void choose(placed);
          }}
        />
      )}
    </>
  );
}
