/**
 * Signing in as one of the demo's people, by the very procedures a browser asks: what it leaves behind
 * is as true as anything later. A code works once, so who signs in here three times within a minute
 * uses the codes of the step before, of this one and of the next.
 */
import {
  appRouter,
  type DemoPerson,
  makeContext,
  type OpenServices,
  type SessionPort,
  signInWithPassword,
} from '@ultrathink/api/demo';
import { type IdempotencyKey, toEpochMs } from '@ultrathink/domain/kernel';
import { generateSync } from 'otplib';

const STEP_S = 30;
const FIRST_STEP = -1;

const REQUEST = {
  peer: 'ThisMachine',
  address: '127.0.0.1',
  userAgent: 'The first start of this demo',
  isPassive: false,
  stepUp: null,
} as const;

export type Caller = ReturnType<typeof appRouter.createCaller>;

export interface SignedIn {
  /** Who that is, as a request of this session has it. */
  identify(): ReturnType<ReturnType<typeof makeContext>['identify']>;
  /** One request each: a session is looked up anew for every call. */
  call(): Caller;
  /** Names an intent. */
  key(): IdempotencyKey;
}

/** Who signs in, and how often each has. */
export class Sessions {
  readonly #services: OpenServices;
  readonly #steps = new Map<string, number>();

  constructor(services: OpenServices) {
    this.#services = services;
  }

  /**
   * The sign-in then counts as the proof of the first act that needs one. `offset`: whose code of
   * which step, counted from the present one; otherwise the next this process has not used.
   */
  async signIn(person: DemoPerson, offset?: number): Promise<SignedIn> {
    const services = this.#services;
    let secret: Uint8Array | null = null;
    const cookie: SessionPort = {
      read: () => Promise.resolve(secret),
      write: (next) => {
        secret = next;
        return Promise.resolve();
      },
      clear: () => Promise.resolve(),
    };
    const context = () => makeContext(services, REQUEST, cookie);
    const { email, password, totpSecret } = person;
    const answer = await signInWithPassword(context(), { email, password });
    if (answer.kind !== 'LetIn') throw new Error(`${email} was not let in: ${answer.kind}.`);
    secret = answer.secret;
    const step = offset ?? this.#steps.get(email) ?? FIRST_STEP;
    this.#steps.set(email, step + 1);
    const nowS = Math.floor(toEpochMs(services.clock.now()) / 1_000);
    const code = generateSync({ secret: totpSecret, epoch: nowS + step * STEP_S });
    await appRouter.createCaller(context()).auth.proveFactor({ kind: 'Totp', code });
    return {
      identify: () => context().identify(),
      call: () => appRouter.createCaller(context()),
      key: () => services.ids.next<IdempotencyKey>(),
    };
  }
}
