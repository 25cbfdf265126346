/**
 * The log: one JSON line per entry on standard output, for machines to collect. Everything passes
 * through `redact` on its way, whatever the caller hands over.
 */
import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from './env-fields.ts';
import { redactFields, redactText } from './redact.ts';

export type LogFields = Readonly<Record<string, unknown>>;

/** The sentence says what happened; the fields say to what. Errors go into the field `error`. */
export interface Log {
  trace(sentence: string, fields?: LogFields): void;
  debug(sentence: string, fields?: LogFields): void;
  info(sentence: string, fields?: LogFields): void;
  warn(sentence: string, fields?: LogFields): void;
  error(sentence: string, fields?: LogFields): void;
  /** The process can not go on. */
  fatal(sentence: string, fields?: LogFields): void;
  /** A log whose every line carries these fields. */
  with(fields: LogFields): Log;
}

export interface LogOptions {
  readonly level: LogLevel;
  /** On every line: which process, which run of it. */
  readonly fields?: LogFields;
  /** Where lines go; standard output unless told. Written at once, so the last line is never lost. */
  readonly stream?: DestinationStream;
}

export function createLog(options: LogOptions): Log {
  const logger = pino(
    {
      level: options.level,
      base: null,
      messageKey: 'sentence',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.stream ?? destination({ dest: 1, sync: true }),
  );
  return wrap(logger.child(redactFields(options.fields ?? {})));
}

/** For tests and tools that want silence. */
export const silentLog: Log = createLog({ level: 'silent' });

function wrap(logger: Logger): Log {
  const at =
    (level: Exclude<LogLevel, 'silent'>) =>
    (sentence: string, fields: LogFields = {}): void => {
      // Copying the fields costs more than asking first, so lines nobody wants cost nothing.
      if (!logger.isLevelEnabled(level)) return;
      logger[level](redactFields(fields), redactText(sentence));
    };
  return {
    trace: at('trace'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
    with: (fields) => wrap(logger.child(redactFields(fields))),
  };
}
