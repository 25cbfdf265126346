import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';

type Trading = inferRouterOutputs<AppRouter>['trading'];

export type OrderRow = Trading['listOrders']['orders'][number];
export type ExecutionRow = Trading['listExecutions']['executions'][number];
export type PositionRow = Trading['listPositions']['positions'][number];
export type FundsRow = Trading['listFunds']['funds'][number];
export type OneOrder = Trading['getOrder'];
export type AmendPreview = Trading['previewAmend'];
export type Decision = Trading['previewOrder']['decision'];
export type Cost = NonNullable<Trading['previewOrder']['cost']>;
export type Check = Decision['decisions'][number]['checks'][number];
export type Wish = inferRouterInputs<AppRouter>['trading']['placeOrder']['wish'];
