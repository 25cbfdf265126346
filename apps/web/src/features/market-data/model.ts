import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@ultrathink/api/client';

type Markets = inferRouterOutputs<AppRouter>['markets'];

export type InstrumentRow = Markets['listInstruments']['instruments'][number];
export type Quote = NonNullable<InstrumentRow['quote']>;
export type BookView = Markets['getBook'];
export type VenueBook = BookView['venues'][number];
export type Trade = BookView['trades'][number];
export type Cost = Markets['compareFees'];
export type Exclusion = NonNullable<VenueBook['excluded']>;

type Venues = inferRouterOutputs<AppRouter>['venues'];

export type VenueRow = Venues['list']['venues'][number];
export type VenueReport = NonNullable<VenueRow['report']>;
export type VenueStateEntry = VenueReport['history'][number];
export type MatrixRow = VenueRow['instruments'][number];
export type VenueAccount = Venues['listKeys']['accounts'][number];
export type VenueKey = VenueAccount['keys'][number];
