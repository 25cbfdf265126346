/** Asks the engine something that changes nothing, and waits for what it says. */
import type { CommandBody } from '@ultrathink/domain/engine';
import type { CorrelationId, IdempotencyKey } from '@ultrathink/domain/kernel';
import type { Caller } from '../auth/caller.ts';
import type { Hops, Services } from '../context.ts';
import { Refusal } from '../errors.ts';
import type { Accepted, DoorError } from './door-client.ts';
import { refusalOfDoor } from './refusal.ts';

/** Who asks: of a procedure's context what the door is told. */
export interface Asker {
  readonly services: Services;
  readonly correlationId: CorrelationId;
  readonly caller: Pick<Caller, 'person' | 'session'>;
  readonly hops?: Hops;
}

export interface Commanding extends Asker {
  readonly caller: Pick<Caller, 'person' | 'session' | 'access'>;
}

export type AnswerTo<Name extends CommandBody['name']> = Extract<Accepted, { readonly name: Name }>;

/** Longer than a decision ever takes: what it covers is an engine that starts again. */
const COMMAND_DEADLINE_MS = 10_000;

/**
 * Asks the engine to do something, in the name of whoever asks.
 * @param idempotencyKey the intent's: the same again gets the same answer
 * @throws {Refusal} when there is no engine (nothing was done), or no answer (it may have been).
 */
export async function commandEngine<Body extends CommandBody>(
  { services, correlationId, caller, hops }: Commanding,
  idempotencyKey: IdempotencyKey,
  body: Body,
): Promise<AnswerTo<Body['name']>> {
  const apiKey = caller.access.key?.id ?? null;
  const answer = await timed(services, hops, (options) =>
    services.door.request(
      {
        idempotencyKey,
        correlationId,
        actor: { kind: 'Person', id: caller.person, apiKey },
        sessionId: caller.session?.id ?? null,
        body,
      },
      { deadlineMs: COMMAND_DEADLINE_MS, ...options },
    ),
  );
  if (!answer.ok) throw refusalOfDoor(answer.error);
  if (!isAnswerTo(body, answer.value)) {
    throw new Error(`The engine answered ${answer.value.name} to ${body.name}.`);
  }
  return answer.value;
}

type Answered = Awaited<ReturnType<Services['door']['request']>>;

/** Notes how long the door took, and of that the engine. */
async function timed(
  { clock }: Services,
  hops: Hops | undefined,
  ask: (options: { readonly onTook?: (ms: number) => void }) => Promise<Answered>,
): Promise<Answered> {
  if (hops === undefined) return ask({});
  const fromMs = clock.monotonicMs();
  const answer = await ask({ onTook: (ms) => hops.set('engine', ms) });
  hops.set('door', clock.monotonicMs() - fromMs);
  return answer;
}

/** An answer out of memory that takes longer has told what one wanted to know. */
const QUESTION_DEADLINE_MS = 2_000;

/** @throws {Refusal} when there is no engine, or no answer in time. */
export async function askEngine<Body extends CommandBody>(
  { services, correlationId, caller, hops }: Asker,
  body: Body,
): Promise<AnswerTo<Body['name']>> {
  const answer = await timed(services, hops, (options) =>
    services.door.request(
      {
        idempotencyKey: services.ids.next<IdempotencyKey>(),
        correlationId,
        actor: { kind: 'Person', id: caller.person },
        sessionId: caller.session?.id ?? null,
        body,
      },
      { deadlineMs: QUESTION_DEADLINE_MS, ...options },
    ),
  );
  if (!answer.ok) throw refusalOfQuestion(answer.error);
  if (!isAnswerTo(body, answer.value)) {
    throw new Error(`The engine answered ${answer.value.name} to ${body.name}.`);
  }
  return answer.value;
}

/** Nothing is done twice by asking twice: that no answer came is no reason to worry. */
function refusalOfQuestion(error: DoorError): Refusal {
  if (error.code !== 'OutcomeUnknown') return refusalOfDoor(error);
  return new Refusal('TooSlow', 'The engine did not answer in time. Nothing was changed.', error);
}

function isAnswerTo<Body extends CommandBody>(
  body: Body,
  answer: Accepted,
): answer is AnswerTo<Body['name']> {
  return answer.name === body.name;
}
