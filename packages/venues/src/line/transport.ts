/**
 * One exchange over a kept-alive connection. It proves what left: a connection is handed the request
 * in `onRequestStart`, before its first byte is written, so an exchange that ends without that call
 * sent nothing. Whatever ends after it may have been read by the venue.
 */
import { gunzip } from 'node:zlib';
import { type Dispatcher, Pool } from 'undici';
import type { SignedRequest } from './line.ts';
import type { Timers } from './timers.ts';

export type Exchanged =
  | {
      readonly kind: 'Answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  /** `isOurs`: the request itself is no HTTP, so no connection was asked for. */
  | { readonly kind: 'Unsent'; readonly isOurs: boolean; readonly detail: string }
  | {
      readonly kind: 'Lost';
      readonly fault: 'Timeout' | 'ConnectionLost' | 'TooLarge';
      readonly detail: string;
    };

export interface Transport {
  exchange(request: SignedRequest, patience: Patience): Promise<Exchanged>;
  close(): Promise<void>;
}

export interface Patience {
  /** For a connection, at most the transport's own; from then on it can no more leave. */
  readonly connectMs: number;
  /** From the first byte out to the last byte in. */
  readonly answerMs: number;
  /** Asked just before the first byte leaves; its No is `Unsent`. */
  readonly mayLeave: () => boolean;
}

export interface TransportSetup {
  readonly timers: Timers;
  readonly connections: number;
  readonly connectTimeoutMs: number;
  readonly responseBytes: number;
}

/**
 * Kept open for reuse without being used. Venues hold idle connections for a minute and more; a
 * handshake costs a cancel more than the rare request that meets a closing one.
 */
const KEEP_ALIVE_MS = 30_000;

export function createTransport(origins: readonly string[], setup: TransportSetup): Transport {
  const pools = new Map(origins.map((origin) => [origin, poolOf(origin, setup)]));
  return {
    exchange(request, patience) {
      const url = new URL(request.url);
      const pool = pools.get(url.origin);
      if (pool === undefined) {
        const detail = `${url.origin} is no address of this line`;
        return Promise.resolve({ kind: 'Unsent', isOurs: true, detail });
      }
      return exchange(pool, url, request, patience, setup);
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}

function poolOf(origin: string, setup: TransportSetup): Pool {
  return new Pool(origin, {
    connections: setup.connections,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // The line's own timer ends an exchange, as one that a test can drive.
    headersTimeout: 0,
    bodyTimeout: 0,
    // IPv6 and IPv4 are tried side by side.
    connect: { timeout: setup.connectTimeoutMs, autoSelectFamily: true },
    allowH2: false,
  });
}

function exchange(
  pool: Pool,
  url: URL,
  request: SignedRequest,
  patience: Patience,
  setup: TransportSetup,
): Promise<Exchanged> {
  return new Promise((resolve) => {
    const collected = new Collected(setup, patience, resolve);
    try {
      pool.dispatch(
        {
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method: request.method,
          headers: request.headers,
          body: request.body,
        },
        collected,
      );
    } catch (error) {
      collected.onResponseError(null, error instanceof Error ? error : new Error('not sent'));
    }
  });
}

type Controller = Dispatcher.DispatchController;

/** What undici tells of one exchange, until its one end. */
class Collected implements Dispatcher.DispatchHandler {
  readonly #setup: TransportSetup;
  readonly #patience: Patience;
  readonly #done: (exchanged: Exchanged) => void;
  readonly #parts: Buffer[] = [];
  #controller: Controller | null = null;
  #isOver = false;
  #status = 0;
  #headers: Readonly<Record<string, string>> = {};
  #bytes = 0;
  #cancelTimer: () => void;

  constructor(setup: TransportSetup, patience: Patience, done: (exchanged: Exchanged) => void) {
    this.#setup = setup;
    this.#patience = patience;
    this.#done = done;
    const connectMs = Math.min(setup.connectTimeoutMs, patience.connectMs);
    this.#cancelTimer = setup.timers.after(connectMs, () =>
      this.#unsent(false, `no connection in ${connectMs} ms`),
    );
  }

  onRequestStart(controller: Controller): void {
    if (this.#controller !== null) {
      controller.abort(new Error('it left once already'));
      this.#lost('ConnectionLost', 'the connection was lost');
      return;
    }
    if (this.#isOver || !this.#patience.mayLeave()) {
      controller.abort(new Error('its time was up before it had a connection'));
      return;
    }
    this.#controller = controller;
    this.#cancelTimer();
    const { answerMs } = this.#patience;
    this.#cancelTimer = this.#setup.timers.after(answerMs, () =>
      this.#lost('Timeout', `no whole answer in ${answerMs} ms`),
    );
  }

  onResponseStart(
    _controller: Controller,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status;
    this.#headers = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), flat(value)]),
    );
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#bytes += chunk.length;
    const { responseBytes } = this.#setup;
    if (this.#bytes > responseBytes) {
      this.#lost('TooLarge', `more than ${responseBytes} bytes`);
      return;
    }
    this.#parts.push(chunk);
  }

  onResponseEnd(): void {
    const bytes = Buffer.concat(this.#parts);
    if (this.#headers['content-encoding'] !== 'gzip') {
      this.#answered(bytes);
      return;
    }
    // Beside the event loop: some lists are tens of megabytes.
    const { responseBytes } = this.#setup;
    gunzip(bytes, { maxOutputLength: responseBytes }, (error, plain) => {
      if (error === null) this.#answered(plain);
      else if (isTooLong(error)) this.#lost('TooLarge', `more than ${responseBytes} bytes`);
      else this.#lost('ConnectionLost', `no gzip: ${detailOf(error)}`);
    });
  }

  #answered(bytes: Buffer): void {
    const body = bytes.toString('utf8');
    this.#end({ kind: 'Answered', status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Controller | null, error: Error): void {
    const detail = detailOf(error);
    if (this.#controller === null) this.#unsent(detail.startsWith('UND_ERR_INVALID_ARG'), detail);
    else if (detail.startsWith('UND_ERR_HEADERS_OVERFLOW')) this.#lost('TooLarge', detail);
    else this.#lost('ConnectionLost', detail);
  }

  #unsent(isOurs: boolean, detail: string): void {
    this.#end({ kind: 'Unsent', isOurs, detail });
  }

  #lost(fault: 'Timeout' | 'ConnectionLost' | 'TooLarge', detail: string): void {
    this.#end({ kind: 'Lost', fault, detail });
    this.#controller?.abort(new Error(detail));
  }

  #end(exchanged: Exchanged): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelTimer();
    this.#parts.length = 0;
    this.#done(exchanged);
  }
}

function isTooLong(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ERR_BUFFER_TOO_LARGE';
}

function flat(value: string | string[] | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : value.join(', ');
}

function detailOf(error: Error): string {
  const first =
    error instanceof AggregateError ? error.errors.find((e) => e instanceof Error) : null;
  const told: Error = first instanceof Error ? first : error;
  const code = 'code' in told && typeof told.code === 'string' ? `${told.code}: ` : '';
  return `${code}${told.message}`.slice(0, 300);
}
