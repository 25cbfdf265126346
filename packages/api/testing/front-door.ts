/** Signing people in, in a test, the way a browser does; with a clock that can be put forward. */
import { addMs, type IdempotencyKey, type UtcTime } from '@ultrathink/domain/kernel';
import { createSystemIds, systemClock } from '@ultrathink/runtime';
import { generateSync } from 'otplib';
import { signInWithPassword } from '../src/auth/sign-in.ts';
import type { RequestFacts, Services } from '../src/context.ts';
import { appRouter } from '../src/root.ts';
import { type APerson, aBrowser, type Browser } from './people.ts';
import { aContext, type Databases, testServices } from './services.ts';

const STEP_MS = 30_000;
const ids = createSystemIds();

export type Request = Partial<RequestFacts>;

/** The input by which an act names its intent. */
export const key = () => ({ idempotencyKey: ids.next<IdempotencyKey>() });

export class FrontDoor {
  readonly services: Services;
  /** The clock is so many ms ahead of the system's. */
  aheadMs = 0;
  readonly #used = new Map<string, number>();

  constructor(databases: Databases, changes: Partial<Services> = {}) {
    const now = (): UtcTime => addMs(systemClock.now(), this.aheadMs);
    const clock = { now, monotonicMs: systemClock.monotonicMs };
    this.services = testServices(databases, { clock, ...changes });
  }

  /** One request of a browser. */
  ask(cookie: Browser, request: Request = {}) {
    const context = aContext(this.services, { cookie, request });
    return { context, api: appRouter.createCaller(context) };
  }

  /** @throws where the password is not taken. */
  async givePassword(
    person: Pick<APerson, 'email' | 'password'>,
    request: Request = {},
    cookie: Browser = aBrowser(),
  ): Promise<Browser> {
    const answer = await signInWithPassword(this.ask(cookie, request).context, person);
    if (answer.kind !== 'LetIn') throw new Error(`Not let in: ${answer.kind}`);
    cookie.secret = answer.secret;
    return cookie;
  }

  /** A code of this authenticator that was not used yet; where there is none, its time comes. */
  nextCode(secret: string): string {
    const nowStep = Math.floor(Date.parse(this.services.clock.now()) / STEP_MS);
    const step = Math.max((this.#used.get(secret) ?? 0) + 1, nowStep);
    this.#used.set(secret, step);
    this.aheadMs += (step - nowStep) * STEP_MS;
    return generateSync({ secret, epoch: (step * STEP_MS) / 1_000 });
  }

  /** The first sign-in: password, then an authenticator that is enrolled. */
  async enrol(person: APerson, request: Request = {}) {
    const cookie = await this.givePassword(person, request);
    const { factorId, secret } = await this.ask(cookie, request).api.auth.startTotp({});
    const code = this.nextCode(secret);
    const { api } = this.ask(cookie, request);
    const { recoveryCodes } = await api.auth.confirmTotp({ factorId, code });
    return { cookie, secret, factorId, recoveryCodes: recoveryCodes ?? [] };
  }

  async signIn(person: APerson, secret: string, request: Request = {}): Promise<Browser> {
    const cookie = await this.givePassword(person, request);
    const proof = { kind: 'Totp', code: this.nextCode(secret) } as const;
    await this.ask(cookie, request).api.auth.proveFactor(proof);
    return cookie;
  }

  /** The stage of the browser's session; null where it opens nothing. */
  async stageOf(cookie: Browser, request: Request = {}) {
    return (await this.ask(cookie, request).api.auth.session())?.stage ?? null;
  }
}
