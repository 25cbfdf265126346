import {
  createTRPCClient,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
} from '@trpc/client';
import { type AppRouter, CSRF_HEADER } from '@ultrathink/api/client';

const URL = '/api/trpc';

/** One request per call: a slow one holds nothing else up, and each is seen by itself in a log. */
export function createClient(): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({ url: URL }),
        false: httpLink({ url: URL, headers: { [CSRF_HEADER]: '1' } }),
      }),
    ],
  });
}
