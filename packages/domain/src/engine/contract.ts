/**
 * The messages between web processes and an engine, one JSON text frame each.
 *
 *   web -> engine: hello, command, heartbeat
 *   engine -> web: welcome, decision, notice, resync, heartbeat, fault
 *
 * The first frame of a connection is `hello`; the answer is `welcome`, then either the notices
 * after `since` or one `resync`. A `fault` is the last frame before its sender closes.
 */
import { z } from 'zod';
import {
  type ClientId,
  type CommandId,
  type CorrelationId,
  err,
  type IdempotencyKey,
  idSchema,
  ok,
  type ProcessId,
  type Result,
  type SessionId,
  utcTimeSchema,
} from '../kernel/index.ts';
import { PROCESS_KINDS, processMetricsSchema } from '../operations/index.ts';
import { MAX_COMMAND_DEADLINE_MS } from './limits.ts';
import {
  marketAnswerSchemas,
  marketNoticeSchemas,
  marketQuestionSchemas,
} from './market-messages.ts';
import {
  tradingAnswerSchemas,
  tradingCommandSchemas,
  tradingNoticeSchemas,
} from './trading-messages.ts';

export const shardSchema = z.number().int().min(0).max(1023);
export type Shard = z.infer<typeof shardSchema>;

const sequenceSchema = z.number().int().nonnegative();

/**
 * A place in a shard's stream of notices. Sequences count from 1 within one run of the engine; a
 * place of another run cannot be resumed.
 */
export const positionSchema = z.strictObject({
  run: idSchema<ProcessId>(),
  sequence: sequenceSchema,
});
export type Position = z.infer<typeof positionSchema>;

const peerSchema = z.strictObject({
  kind: z.enum(PROCESS_KINDS),
  processId: idSchema<ProcessId>(),
  pid: z.number().int().positive(),
});

// ------------------------------------------------------------------ web -> engine

/** `version` is read before all else, so a peer of another version gets a true answer. */
export const helloSchema = z.strictObject({
  type: z.literal('hello'),
  version: z.number().int(),
  shard: shardSchema,
  peer: peerSchema,
  /** The last notice this peer has seen of the shard, or null for a first connection. */
  since: positionSchema.nullable(),
});
export type Hello = z.infer<typeof helloSchema>;

export const pingSchema = z.strictObject({
  name: z.literal('ping'),
  echo: z.string().max(1_000),
});

/** What can be asked of an engine. */
export const commandBodySchema = z.discriminatedUnion('name', [
  pingSchema,
  ...marketQuestionSchemas,
  ...tradingCommandSchemas,
]);
export type CommandBody = z.infer<typeof commandBodySchema>;

export const commandSchema = z.strictObject({
  type: z.literal('command'),
  /** One per sending; the decision carries it back. */
  commandId: idSchema<CommandId>(),
  /** One per intent; sending again with the same key gets the same decision. */
  idempotencyKey: idSchema<IdempotencyKey>(),
  correlationId: idSchema<CorrelationId>(),
  /** Who asks, as `api` authorised it. Opaque to the door; the engine's rules read it. */
  actor: z.record(z.string(), z.unknown()).nullable(),
  sessionId: idSchema<SessionId>().nullable(),
  sentAt: utcTimeSchema,
  /** The asker waits this long from `sentAt`; an engine that gets to it later does nothing. */
  deadlineMs: z.number().int().min(1).max(MAX_COMMAND_DEADLINE_MS),
  body: commandBodySchema,
});
export type Command = z.infer<typeof commandSchema>;

/** Both ways, every HEARTBEAT_EVERY_MS. */
export const heartbeatSchema = z.strictObject({
  type: z.literal('heartbeat'),
  at: utcTimeSchema,
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

export const fromWebSchema = z.discriminatedUnion('type', [
  helloSchema,
  commandSchema,
  heartbeatSchema,
]);
export type FromWeb = z.infer<typeof fromWebSchema>;

// ------------------------------------------------------------------ engine -> web

export const welcomeSchema = z.strictObject({
  type: z.literal('welcome'),
  version: z.number().int(),
  shard: shardSchema,
  peer: peerSchema,
  at: utcTimeSchema,
  /** The newest notice at the moment of the welcome; its run is the id of the engine's process. */
  latest: positionSchema,
});
export type Welcome = z.infer<typeof welcomeSchema>;

export const pongSchema = z.strictObject({
  name: z.literal('ping'),
  echo: z.string(),
  at: utcTimeSchema,
  shard: shardSchema,
  processId: idSchema<ProcessId>(),
  pid: z.number().int().positive(),
  /** Newest notice of the shard when the ping was answered. */
  sequence: sequenceSchema,
});
export type Pong = z.infer<typeof pongSchema>;

/** Why a command was not carried out. Each of them is proof that nothing was done. */
export const commandRefusalSchema = z.discriminatedUnion('code', [
  z.strictObject({
    code: z.literal('DeadlinePassed'),
    limitMs: z.number().nonnegative(),
    actualMs: z.number().nonnegative(),
  }),
  z.strictObject({
    code: z.literal('TooManyInFlight'),
    limit: z.number().int(),
    actual: z.number().int(),
  }),
  z.strictObject({ code: z.literal('EngineStopping') }),
  /** More waits than an engine takes. */
  z.strictObject({ code: z.literal('QueueFull') }),
  /** What was decided can't be kept now, so nothing is decided. */
  z.strictObject({ code: z.literal('JournalAway') }),
  /** It leads no shard yet, or none any more. */
  z.strictObject({ code: z.literal('NotLeading') }),
  /** A bug of ours; the log has it. */
  z.strictObject({ code: z.literal('Fault') }),
  /** What nobody stands behind is not done. */
  z.strictObject({ code: z.literal('ActorExpected') }),
]);
export type CommandRefusal = z.infer<typeof commandRefusalSchema>;

export const decisionSchema = z.strictObject({
  type: z.literal('decision'),
  commandId: idSchema<CommandId>(),
  outcome: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('Accepted'),
      result: z.discriminatedUnion('name', [
        pongSchema,
        ...marketAnswerSchemas,
        ...tradingAnswerSchemas,
      ]),
    }),
    z.strictObject({ kind: z.literal('Refused'), refusal: commandRefusalSchema }),
    /** Done or not: ask again with the same key. */
    z.strictObject({ kind: z.literal('OutcomeUnknown') }),
  ]),
  /** From the command's frame to its decision within the engine; not of what was decided earlier. */
  tookMs: z.number().nonnegative().optional(),
});
export type Decision = z.infer<typeof decisionSchema>;

/** What can be told, by topic. */
export const noticeBodySchema = z.discriminatedUnion('topic', [
  z.strictObject({
    topic: z.literal('operations.process-metrics'),
    payload: processMetricsSchema,
  }),
  ...marketNoticeSchemas,
  ...tradingNoticeSchemas,
]);
export type NoticeBody = z.infer<typeof noticeBodySchema>;
export type Topic = NoticeBody['topic'];

export const TOPICS = [
  'operations.process-metrics',
  'market-data.quotes',
  'market-data.books',
  'market-data.venues',
  'trading.orders',
  'trading.fills',
  'trading.balances',
  'trading.states',
] as const satisfies readonly Topic[];

/**
 * Of these topics only the newest notice per key matters: a slow reader may miss the others. What
 * happened to an order, and each fill, is told to everybody.
 */
export const CONFLATED_TOPICS: ReadonlySet<Topic> = new Set(
  TOPICS.filter((topic) => topic !== 'trading.orders' && topic !== 'trading.fills'),
);

export const noticeSchema = z.strictObject({
  type: z.literal('notice'),
  shard: shardSchema,
  run: idSchema<ProcessId>(),
  /** Rises with every notice of the run; conflation leaves holes, nothing else does. */
  sequence: sequenceSchema,
  /** The client it belongs to; null for what belongs to the firm. */
  clientId: idSchema<ClientId>().nullable(),
  /** What the notice is about within its topic: the process, the order, the instrument. */
  key: z.string().min(1).max(200),
  body: noticeBodySchema,
});
export type Notice = z.infer<typeof noticeSchema>;

/** Why what a reader holds has a gap. */
export const RESYNC_REASONS = ['NewRun', 'BeyondRing', 'SlowReader'] as const;
export type ResyncReason = (typeof RESYNC_REASONS)[number];

/** "What you hold has a gap: read the lists again." Notices after `latest` follow. */
export const resyncSchema = z.strictObject({
  type: z.literal('resync'),
  shard: shardSchema,
  reason: z.enum(RESYNC_REASONS),
  latest: positionSchema,
});
export type Resync = z.infer<typeof resyncSchema>;

export const FAULT_CODES = [
  'WrongVersion',
  'WrongShard',
  'HandshakeTooSlow',
  'HandshakeExpected',
  'Malformed',
  'TooLarge',
  'TooManyConnections',
  'TooManyInFlight',
  'PeerSilent',
  'ReaderStalled',
  'Stopping',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

export const faultSchema = z.strictObject({
  type: z.literal('fault'),
  code: z.enum(FAULT_CODES),
  sentence: z.string().max(500),
});
export type Fault = z.infer<typeof faultSchema>;

export const fromEngineSchema = z.discriminatedUnion('type', [
  welcomeSchema,
  decisionSchema,
  noticeSchema,
  resyncSchema,
  heartbeatSchema,
  faultSchema,
]);
export type FromEngine = z.infer<typeof fromEngineSchema>;

// ------------------------------------------------------------------ reading frames

export interface Malformed {
  readonly code: 'Malformed';
  /** Says where and what; for the log, never for people. */
  readonly detail: string;
}

function readFrame<T>(text: string, schema: z.ZodType<T>): Result<T, Malformed> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err({ code: 'Malformed', detail: 'The frame is not JSON.' });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'frame' : issue.path.join('.');
  return err({ code: 'Malformed', detail: `${where}: ${issue?.message ?? 'not valid'}` });
}

export function readFromWeb(text: string): Result<FromWeb, Malformed> {
  return readFrame(text, fromWebSchema);
}

declare const CHECKED: unique symbol;
/** Was read by its schema where it came in: it holds what the schema names and nothing else. */
export type Checked<T> = T & { readonly [CHECKED]: true };

export function readFromEngine(text: string): Result<Checked<FromEngine>, Malformed> {
  const read = readFrame(text, fromEngineSchema);
  return read.ok ? ok(read.value as Checked<FromEngine>) : read;
}

const versionSchema = z.object({ type: z.literal('hello'), version: z.number().int() });

/** The version a first frame claims, before the rest of it is judged by our own version's rules. */
export function readHelloVersion(text: string): Result<number, Malformed> {
  const read = readFrame(text, versionSchema);
  return read.ok ? ok(read.value.version) : read;
}
