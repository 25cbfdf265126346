/**
 * People who propose and agree, each act proven by a code that was not used before: the past goes on by half
 * a minute where somebody needs the next one.
 */
import {
  appRouter,
  type DemoPerson,
  makeContext,
  type SessionPort,
  signInWithPassword,
  stepUpAskedBy,
} from '@ultrathink/api/demo';
import type { ProposalId } from '@ultrathink/domain/access';
import { type IdempotencyKey, toEpochMs } from '@ultrathink/domain/kernel';
import { generateSync } from 'otplib';
import type { Past } from './past.ts';
import type { Caller } from './session.ts';

const STEP_S = 30;
/** A session of staff rests a quarter of an hour at most: whoever has rested for less goes on. */
const REST_S = 14 * 60;

const REQUEST = {
  peer: 'ThisMachine',
  address: '127.0.0.1',
  userAgent: 'The first start of this demo',
  isPassive: false,
  stepUp: null,
} as const;

interface Officer {
  readonly person: DemoPerson;
  readonly cookie: SessionPort;
  lastStep: number;
  usedS: number;
}

/** One intent in somebody's name. */
export type Doing<T> = (
  call: Caller,
  key: { readonly idempotencyKey: IdempotencyKey },
) => Promise<T>;

export class Officers {
  readonly #past: Past;
  readonly #people: ReadonlyMap<string, DemoPerson>;
  readonly #signedIn = new Map<string, Officer>();

  constructor(past: Past, people: readonly DemoPerson[]) {
    this.#past = past;
    this.#people = new Map(people.map((person) => [person.name, person]));
  }

  /** Does it, with a proof where one is asked for. */
  async act<T>(name: string, doing: Doing<T>): Promise<T> {
    const officer = await this.#officer(name);
    const key = { idempotencyKey: this.#past.services.ids.next<IdempotencyKey>() };
    const call = (stepUp: string | null) => this.#caller(officer, stepUp);
    try {
      return await doing(call(null), key);
    } catch (error) {
      const asked = stepUpAskedBy(error);
      if (asked === undefined) throw error;
      const proof = { kind: 'Totp' as const, code: this.#nextCode(officer) };
      await call(null).auth.proveStepUp({ id: asked, proof });
      return doing(call(asked), key);
    }
  }

  /** One proposes, as many of the others agree as it takes, each in the first group that is short of them. */
  async agree(
    proposer: string,
    others: readonly string[],
    propose: Doing<{ readonly proposalId: ProposalId }>,
  ): Promise<void> {
    const { proposalId } = await this.act(proposer, propose);
    let status = 'Pending';
    for (const name of others) {
      if (status !== 'Pending') break;
      let seen: ReturnType<Caller['approval']['get']> | null = null;
      status = await this.act(name, async (call, key) => {
        // Read once: what they prove is the decision on what they read.
        seen ??= call.approval.get({ proposalId });
        const { proposal } = await seen;
        const decided = await call.approval.decide({
          ...key,
          proposalId,
          group: proposal.canDecideFor[0] ?? '',
          verdict: 'Approve',
          payloadHash: proposal.payloadHash,
          reason: 'As it was discussed and noted.',
        });
        if (decided.sentence !== null) throw new Error(decided.sentence);
        return decided.status;
      });
    }
    if (status !== 'Executed') throw new Error(`What ${proposer} proposed is ${status}.`);
  }

  #caller({ cookie }: Officer, stepUp: string | null): Caller {
    const { services } = this.#past;
    return appRouter.createCaller(makeContext(services, { ...REQUEST, stepUp }, cookie));
  }

  #nowS(): number {
    return Math.floor(toEpochMs(this.#past.services.clock.now()) / 1_000);
  }

  async #officer(name: string): Promise<Officer> {
    const known = this.#signedIn.get(name);
    const nowS = this.#nowS();
    if (known !== undefined && nowS - known.usedS < REST_S) {
      known.usedS = nowS;
      return known;
    }
    const person = this.#people.get(name);
    if (person === undefined) throw new Error(`The demo has no ${name}.`);
    const officer = await this.#signIn(person, known?.lastStep ?? 0);
    this.#signedIn.set(name, officer);
    return officer;
  }

  async #signIn(person: DemoPerson, lastStep: number): Promise<Officer> {
    let secret: Uint8Array | null = null;
    const cookie: SessionPort = {
      read: () => Promise.resolve(secret),
      write: (next) => {
        secret = next;
        return Promise.resolve();
      },
      clear: () => Promise.resolve(),
    };
    const { email, password } = person;
    const context = makeContext(this.#past.services, REQUEST, cookie);
    const answer = await signInWithPassword(context, { email, password });
    if (answer.kind !== 'LetIn') throw new Error(`${email} was not let in: ${answer.kind}.`);
    secret = answer.secret;
    const officer: Officer = { person, cookie, lastStep, usedS: this.#nowS() };
    const proof = { kind: 'Totp' as const, code: this.#nextCode(officer) };
    await this.#caller(officer, null).auth.proveFactor(proof);
    return officer;
  }

  #nextCode(officer: Officer): string {
    if (Math.floor(this.#nowS() / STEP_S) <= officer.lastStep) this.#past.skip(STEP_S * 1_000);
    const epoch = this.#nowS();
    officer.lastStep = Math.floor(epoch / STEP_S);
    return generateSync({ secret: officer.person.totpSecret, epoch });
  }
}
