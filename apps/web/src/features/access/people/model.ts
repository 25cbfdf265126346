import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';

type Outputs = inferRouterOutputs<AppRouter>['access'];

export type Person = Outputs['listPeople']['people'][number];
export type PersonParts = Outputs['getPerson'];
export type SessionRow = Outputs['listSessions']['sessions'][number];
export type KeyRow = Outputs['listApiKeys']['keys'][number];
export type ReviewRow = Outputs['review']['rows'][number];
export type OrganisationRow = Outputs['listOrganisations']['organisations'][number];
export type Matrix = Outputs['permissionMatrix'];
