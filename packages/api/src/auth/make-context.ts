/** The context of one request. */
import type { CorrelationId } from '@ultrathink/domain/kernel';
import type { Context, RequestFacts, Services } from '../context.ts';
import { PASSIVE_HEADER, STEP_UP_HEADER } from '../guard/headers.ts';
import { type Caller, callerOfSession } from './caller.ts';
import type { SessionPort } from './session-port.ts';

/** Another way than the session's cookie to say who asks: an API key. */
export type Identify = () => Promise<Caller | null>;

export function makeContext(
  services: Services,
  request: RequestFacts,
  cookie: SessionPort,
  identify: Identify = () => callerOfSession(services, request, cookie),
): Context {
  let asked: Promise<Caller | null> | undefined;
  return {
    services,
    peer: request.peer,
    request,
    cookie,
    identify: () => {
      asked ??= identify();
      return asked;
    },
    correlationId: services.ids.next<CorrelationId>(),
    hops: new Map(),
  };
}

const USER_AGENT_MAX = 400;
const STEP_UP_ID = /^[0-9a-f-]{36}$/;

export function requestFacts(
  connection: Pick<RequestFacts, 'peer' | 'address'>,
  header: (name: string) => string | null,
): RequestFacts {
  const stepUp = header(STEP_UP_HEADER);
  return {
    ...connection,
    userAgent: (header('user-agent') ?? '').slice(0, USER_AGENT_MAX),
    isPassive: header(PASSIVE_HEADER) === '1' || header('accept') === 'text/event-stream',
    stepUp: stepUp !== null && STEP_UP_ID.test(stepUp) ? stepUp : null,
  };
}
