import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';

type Trading = inferRouterOutputs<AppRouter>['trading'];

export type Whole = Trading['getOrder'];
export type Trail = Trading['getOrderTrail'];
export type TrailEvent = Trail['events'][number];
export type TrailEntry = Trail['entries'][number];
export type Allotment = Trail['allotments'][number];
export type AfterFills = Trail['afterFills'][number];
export type Exchange = Trading['getOrderEvidence']['exchanges'][number];
export type Replay = NonNullable<Trading['getReplay']['replay']>;
