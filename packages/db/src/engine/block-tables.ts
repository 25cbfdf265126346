/** Tables of blocks: the sealed rules, each fill's parts, and what was put right of them. */
import type { Rows } from '@ultrathink/domain/engine/core';
import { OF_RECORD, type Table } from './columns.ts';

type BlockRows = Pick<Rows, 'allocations' | 'allocatedFills' | 'blockCorrections'>;

export const BLOCK_TABLES: { readonly [Kind in keyof BlockRows]: Table<BlockRows[Kind][number]> } =
  {
    allocations: {
      name: 'trading.allocation',
      columns: {
        at: 'timestamptz',
        id: 'uuid',
        version: 'int4',
        clOrdId: 'uuid',
        clientId: 'uuid',
        method: 'text',
        orderQty: 'numeric',
        terms: 'long',
        hash: 'text',
      },
      key: null,
    },
    allocatedFills: {
      name: 'trading.allocated_fill',
      columns: {
        at: 'timestamptz',
        clOrdId: 'uuid',
        execId: 'text',
        accountId: 'uuid',
        clientId: 'uuid',
        lastQty: 'numeric',
        lastPx: 'numeric',
        notional: 'numeric',
        feeAmount: 'numeric',
        feeAsset: 'text',
        ...OF_RECORD,
      },
      key: null,
    },
    blockCorrections: {
      name: 'trading.block_correction',
      columns: {
        at: 'timestamptz',
        clOrdId: 'uuid',
        version: 'int4',
        why: 'text',
        approval: 'uuid',
        accountId: 'uuid',
        clientId: 'uuid',
        venueAccountId: 'uuid',
        quantity: 'numeric',
        notional: 'numeric',
        commission: 'numeric',
        fees: 'text',
        ...OF_RECORD,
      },
      key: null,
    },
  };
