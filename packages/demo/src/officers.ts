/**
 * People who propose and agree, each act proven by a code that was not used before: the past goes on by half
 * a minute where somebody needs the next one. What one of them does comes in its order; several of them read and
 * write beside each other, as people do. What is sealed comes one by one, so that the trail has it in the order of
 * its moments, and time goes on between two of these alone: a code is proven in the half minute it is of.
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
import { Turns } from './turns.ts';

const STEP_S = 30;
/**
 * A session of staff rests a quarter of an hour at most: whoever has rested for less goes on, with room for
 * the half minutes that others go on by meanwhile.
 */
const REST_S = 10 * 60;
/** A sign-in is the proof of the first act that asks for one so soon after it. */
const SIGN_IN_COUNTS_S = 60;

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
  readonly signedInS: number;
}

interface Act<T> {
  readonly officer: Officer;
  readonly doing: Doing<T>;
  readonly key: { readonly idempotencyKey: IdempotencyKey };
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
  /** Of each of them. */
  readonly #turns = new Map<string, Turns>();
  /** Of all of them. */
  readonly #sealing = new Turns();

  constructor(past: Past, people: readonly DemoPerson[]) {
    this.#past = past;
    this.#people = new Map(people.map((person) => [person.name, person]));
  }

  /** Does it, with a proof where one is asked for; nobody else seals anything meanwhile. */
  act<T>(name: string, doing: Doing<T>): Promise<T> {
    return this.#inTurn(name, doing, (act) => this.#whole(act));
  }

  /** As `act`, for what wants a proof: nobody waits while it is asked which. */
  #actProven<T>(name: string, doing: Doing<T>): Promise<T> {
    return this.#inTurn(name, doing, async (act) => {
      if (this.#nowS() - act.officer.signedInS <= SIGN_IN_COUNTS_S) return this.#whole(act);
      const asked = await doing(this.#caller(act.officer, null), act.key).then(
        () => new Error(`What ${name} did wants no proof: it was sealed out of its turn.`),
        (error: unknown) => error,
      );
      return this.#sealing.take(() => this.#prove(act, asked));
    });
  }

  #inTurn<T>(name: string, doing: Doing<T>, work: (act: Act<T>) => Promise<T>): Promise<T> {
    const turns = this.#turns.get(name) ?? new Turns();
    this.#turns.set(name, turns);
    return turns.take(async () => {
      const officer = await this.#officer(name);
      const idempotencyKey = this.#past.services.ids.next<IdempotencyKey>();
      return work({ officer, doing, key: { idempotencyKey } });
    });
  }

  #whole<T>(act: Act<T>): Promise<T> {
    return this.#sealing.take(async () => {
      try {
        return await act.doing(this.#caller(act.officer, null), act.key);
      } catch (error) {
        return this.#prove(act, error);
      }
    });
  }

  /** @throws what it was refused for, where that was not the want of a proof. */
  async #prove<T>({ officer, doing, key }: Act<T>, refused: unknown): Promise<T> {
    const asked = stepUpAskedBy(refused);
    if (asked === undefined) throw refused;
    const proof = { kind: 'Totp' as const, code: this.#nextCode(officer) };
    await this.#caller(officer, null).auth.proveStepUp({ id: asked, proof });
    return doing(this.#caller(officer, asked), key);
  }

  /** One proposes, as many of the others agree as it takes, each in the first group that is short of them. */
  async agree(
    proposer: string,
    others: readonly string[],
    propose: Doing<{ readonly proposalId: ProposalId }>,
  ): Promise<void> {
    const { proposalId } = await this.#actProven(proposer, propose);
    let status = 'Pending';
    for (const name of others) {
      if (status !== 'Pending') break;
      let seen: ReturnType<Caller['approval']['get']> | null = null;
      status = await this.#actProven(name, async (call, key) => {
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
    const officer = await this.#sealing.take(() => this.#signIn(person, known?.lastStep ?? 0));
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
    const nowS = this.#nowS();
    const officer: Officer = { person, cookie, lastStep, usedS: nowS, signedInS: nowS };
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
