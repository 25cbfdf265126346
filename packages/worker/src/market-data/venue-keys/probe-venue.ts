/** Asks a venue about a key by the adapter that trades with it: a connection for one question, then closed. */
import type { Clock } from '@ultrathink/domain/kernel';
import type { KeyedVenue, VenueCredentials } from '@ultrathink/domain/market-data';
import type { AddressBudget, Network, VenueConnection, VenueSetup } from '@ultrathink/venues';
import { PROBE_MOST_MS, type ProbeAnswer, type VenueProbe } from './parts.ts';

export interface VenueLines {
  /** Null for a venue that this installation has no way to. */
  readonly networkOf: (venue: KeyedVenue) => Network | null;
  readonly connect: Readonly<
    Partial<Record<KeyedVenue, (setup: VenueSetup) => Promise<VenueConnection>>>
  >;
  /** What this machine's address may do there, shared with whoever else asks from it. */
  readonly addresses: Readonly<Partial<Record<KeyedVenue, AddressBudget>>>;
  readonly clock: Clock;
  readonly timers: VenueSetup['timers'];
  readonly random: () => number;
}

/** Left to closing what was opened. */
const CLOSE_MARGIN_MS = 5_000;

export function createVenueProbe(lines: VenueLines): VenueProbe {
  return {
    permissions: (venue, credentials) =>
      ask<ProbeAnswer>(lines, venue, credentials, {
        question: async (connection) => {
          const { execution } = connection;
          if (execution === null) return nothing('There is no connection with a key.');
          const answer = await execution.permissions();
          if (answer.kind === 'NoInformation') {
            const isUnsigned = answer.notSent?.code === 'NotSupported';
            return nothing(isUnsigned ? UNSIGNED : answer.detail);
          }
          const { mayRead, mayTrade, mayWithdraw, isAddressBound, expiresAt } = answer.value;
          const permissions = { mayRead, mayTrade, mayWithdraw, isAddressBound, expiresAt };
          const clockOffsetMs = connection.health().clockOffset?.ms ?? null;
          return { kind: 'Told', probe: { permissions, clockOffsetMs } };
        },
        otherwise: nothing,
      }),
    hasOpenOrders: (venue, credentials) =>
      ask<boolean | null>(lines, venue, credentials, {
        question: async ({ execution }) => {
          const answer = await execution?.openOrders();
          return answer?.kind === 'Told' ? answer.value.length > 0 : null;
        },
        otherwise: () => null,
      }),
  };
}

const UNSIGNED = 'No request could be signed: the secret is not of the form this venue gives.';

const nothing = (detail: string): ProbeAnswer => ({ kind: 'NoInformation', detail });

interface Asked<T> {
  readonly question: (connection: VenueConnection) => Promise<T>;
  /** What it comes to when the venue could not be asked, or not in time. */
  readonly otherwise: (detail: string) => T;
}

async function ask<T>(
  lines: VenueLines,
  venue: KeyedVenue,
  { key, secret, passphrase }: VenueCredentials,
  { question, otherwise }: Asked<T>,
): Promise<T> {
  const network = lines.networkOf(venue);
  const connect = lines.connect[venue];
  if (network === null || connect === undefined) return otherwise(`There is no way to ${venue}.`);
  const { clock, timers, random } = lines;
  const address = lines.addresses[venue];
  const credentials = { key, secret, ...(passphrase !== null && { passphrase }) };
  const setup: VenueSetup = {
    name: `${venue}/probe`,
    credentials,
    network,
    instruments: [],
    clock,
    timers,
    random,
    ...(address !== undefined && { address }),
  };
  const asked = (async () => {
    const connection = await connect(setup);
    try {
      return await question(connection);
    } finally {
      await connection.close();
    }
  })();
  let cancel = (): void => undefined;
  const late = new Promise<T>((resolve) => {
    const text = `${venue} gave no answer in time.`;
    cancel = timers.after(PROBE_MOST_MS - CLOSE_MARGIN_MS, () => resolve(otherwise(text)));
  });
  // What an adapter throws is a bug of ours, or a secret no signer can read; neither is told in full.
  const told = asked.catch(() => otherwise(`${venue} could not be asked with this key.`));
  return Promise.race([told, late]).finally(cancel);
}
