/** The live streams of one web process: counted, bounded, and all ended when the process stops. */

/** Each holds a connection and a queue; a firm of 200 with two browsers each is at 400. */
export const MAX_STREAMS = 500;

export interface OpenStream {
  readonly signal: AbortSignal;
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
    const signals = [this.#stopping.signal, ...(asked === undefined ? [] : [asked])];
    const signal = AbortSignal.any(signals);
    let isOpen = true;
    const close = () => {
      if (isOpen) this.#count -= 1;
      isOpen = false;
    };
    // A request that ends before its stream was first read never gets to close it.
    signal.addEventListener('abort', close, { once: true });
    return { signal, close };
  }

  /** Ends every stream, for good. */
  closeAll(): void {
    this.#stopping.abort();
  }
}
