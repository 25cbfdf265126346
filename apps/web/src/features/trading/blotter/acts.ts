/**
 * Where what people do about a break or an unconfirmed request is put in: the table and the drawer of
 * evidence are the blotter's, the dialogs are whose duty they are.
 */
import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';
import type { ReactNode } from 'react';

type Outputs = inferRouterOutputs<AppRouter>;

export type UnconfirmedRow = Outputs['trading']['listUnconfirmed']['unconfirmed'][number];
export type BreakRow = Outputs['portfolio']['listBreaks']['breaks'][number];

export interface BlotterActs {
  /** In the foot of the drawer of evidence: buttons, with the dialogs they open. */
  readonly unconfirmed?: (row: UnconfirmedRow) => ReactNode;
  /** More of the evidence than the row has: what was sent, what came back. */
  readonly unconfirmedEvidence?: (row: UnconfirmedRow) => ReactNode;
  readonly brk?: (row: BreakRow) => ReactNode;
  readonly breakEvidence?: (row: BreakRow) => ReactNode;
}
