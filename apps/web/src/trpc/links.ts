import {
  createTRPCClient,
  httpLink,
  httpSubscriptionLink,
  type OperationContext,
  splitLink,
  type TRPCClient,
} from '@trpc/client';
import {
  type AppRouter,
  CSRF_HEADER,
  PASSIVE_HEADER,
  STEP_UP_HEADER,
} from '@ultrathink/api/client';
import { interruptLink, STEP_UP } from './interrupt-link.ts';
import type { Interruptions } from './interruptions.ts';

const URL = '/api/trpc';

/** Only by this do pages say that somebody is there; what they read by themselves is no use. */
const COUNTS_AS_USE = 'auth.keepAlive';

/** One request per call: a slow one holds nothing else up, and each is seen by itself in a log. */
export function createClient(interruptions: Interruptions): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink({ url: URL }),
        false: [
          interruptLink(interruptions),
          httpLink({ url: URL, headers: ({ op }) => headersOf(op) }),
        ],
      }),
    ],
  });
}

function headersOf(op: {
  readonly type: string;
  readonly path: string;
  readonly context: OperationContext;
}): Record<string, string> {
  const stepUp = op.context[STEP_UP];
  return {
    [CSRF_HEADER]: '1',
    ...(op.type === 'query' && op.path !== COUNTS_AS_USE && { [PASSIVE_HEADER]: '1' }),
    ...(typeof stepUp === 'string' && { [STEP_UP_HEADER]: stepUp }),
  };
}
