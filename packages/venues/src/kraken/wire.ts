/** One request to Kraken: its turn on the line, its signature, and what its answer says of limits. */
import { Asking, type AskingParts } from '../common/asking.ts';
import type { Urgency } from '../contract/execution-client.ts';
import type { Operation } from '../contract/operations.ts';
import type { Line, LineResult, SignedRequest } from '../line/index.ts';
import { type Answered, doubtsTime, isMaintenance, pauseOf } from './outcomes.ts';
import type { Unsigned } from './signer.ts';

export interface Call {
  readonly operation: Operation;
  readonly api: Unsigned['api'];
  /** `AddOrder`. */
  readonly path: string;
  /** Asked for at the moment of signing. */
  readonly params: () => Unsigned['params'];
  readonly cost: Readonly<Record<string, number>>;
}

interface WireParts extends AskingParts {
  readonly sign: (asked: Unsigned) => SignedRequest;
  /** The most of the counter of the key. */
  readonly counterMost: number;
  /** The venue refused a deadline: our idea of its time may be wrong. */
  readonly onTimeDoubted: () => void;
}

/** While the venue says that it is being worked on, it is asked this rarely. */
const MAINTENANCE_PAUSE_MS = 5_000;

export class Wire extends Asking<Call> {
  readonly #parts: WireParts;

  constructor(parts: WireParts) {
    super(parts);
    this.#parts = parts;
  }

  protected async call(call: Call, urgency: Urgency, timeoutMs: number): Promise<LineResult> {
    const { sign } = this.#parts;
    const { api, path, params, operation, cost } = call;
    const line = this.lineFor(api === 'public');
    const request = { operation, cost, timeoutMs, ...urgency };
    const result = await line.call({
      ...request,
      sign: () => sign({ api, path, params: params() }),
    });
    if (result.kind === 'Answered') {
      this.#learn(line, api, result);
      if (doubtsTime(result.body)) this.#parts.onTimeDoubted();
    }
    return result;
  }

  /** What Kraken has to say stands in answers of status 200. */
  protected errorText(): null {
    return null;
  }

  /** The counter is the key's own, and full when the venue says so; the public one is the address's. */
  #learn(line: Line, api: Call['api'], answered: Answered): void {
    const scope = api === 'public' ? 'Address' : 'Key';
    const used = api === 'public' ? {} : { counter: this.#parts.counterMost };
    const pause = pauseOf(answered);
    if (pause !== null) line.feedback({ ...pause, scope, used });
    else if (answered.status === 200 && isMaintenance(answered.body)) {
      line.feedback({ pauseMs: MAINTENANCE_PAUSE_MS, reason: 'Maintenance', scope });
    }
  }
}
