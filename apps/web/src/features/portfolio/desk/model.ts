import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';

type Outputs = inferRouterOutputs<AppRouter>;

export type PositionRow = Outputs['trading']['listPositions']['positions'][number];
export type TradedRow = Outputs['portfolio']['listTraded']['traded'][number];
export type FundsRow = Outputs['trading']['listFunds']['funds'][number];
export type InstrumentRow = Outputs['markets']['listInstruments']['instruments'][number];
export type LimitUse = Outputs['risk']['listLimitUse']['uses'][number];
export type Results = Outputs['portfolio']['getResults'];
