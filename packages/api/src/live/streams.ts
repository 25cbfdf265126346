/** The live streams of one web process: counted, bounded, and all ended when the process stops. */

/** Each holds a connection and a queue; a firm of 200 with two browsers each is at 400. */
export const MAX_STREAMS = 500;

export interface OpenStream {
  readonly signal: AbortSignal;
  /** Ends the stream: its signal aborts. Again: nothing. */
  close(): void;
}

export class LiveStreams {
  readonly #stopping = new AbortController();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** Null when there are too many, or the process stops. */
  open(asked: AbortSignal | undefined): OpenStream | null {
    if (this.#count >= MAX_STREAMS || this.#stopping.signal.aborted) return null;
    this.#count += 1;
    const own = new AbortController();
    const signals = [this.#stopping.signal, own.signal, ...(asked === undefined ? [] : [asked])];
    const signal = AbortSignal.any(signals);
    // A request that ends before its stream was first read never gets to close it.
    signal.addEventListener('abort', () => (this.#count -= 1), { once: true });
    return { signal, close: () => own.abort() };
  }

  /** Ends every stream, for good. */
  closeAll(): void {
    this.#stopping.abort();
  }
}
