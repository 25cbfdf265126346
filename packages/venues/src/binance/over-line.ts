/**
 * Binance's execution client over a line that is given: it builds, signs and reads as ever, and whoever
 * measures it brings the line. Nothing of it asks the venue by itself.
 */
import type { UtcTime } from '@ultrathink/domain/kernel';
import type { InstrumentId } from '@ultrathink/domain/market-data';
import { loadSigner } from '../common/ccxt.ts';
import type { Answer } from '../contract/answer.ts';
import type { VenueSetup } from '../contract/connection.ts';
import type { ExecutionClient, InstrumentList } from '../contract/index.ts';
import { createMasker, type Masker } from '../line/evidence.ts';
import { ClockOffset, type Line, openStream } from '../line/index.ts';
import { createExecutionClient } from './execution-client.ts';
import { LIMITS } from './limits.ts';
import { type Listing, Symbols } from './symbols.ts';
import { Wire } from './wire.ts';

export type { Line, SignedRequest } from '../line/index.ts';

const EVIDENCE_CHARS = 16 * 1024;

/** @param listing as of `at`: what may be traded, and what it is called. */
export async function binanceOver(
  setup: VenueSetup,
  line: Line,
  { listing, at }: { readonly listing: Listing; readonly at: UtcTime },
): Promise<ExecutionClient> {
  const limits = { ...LIMITS, ...setup.limits };
  const signer = await loadSigner('binance', setup.credentials, setup.network);
  const venueClock = new ClockOffset(setup.clock);
  const lines = { open: line, key: line };
  const { clock } = setup;
  const onClockRefused = () => undefined;
  const symbols = new Symbols();
  symbols.replace(listing, at);
  const nothing: Answer<InstrumentList> = {
    kind: 'NoInformation',
    detail: 'Nobody is asked.',
    notSent: null,
    evidence: null,
  };
  return createExecutionClient({
    setup,
    limits,
    wire: new Wire({ signer, lines, clock, venueClock, limits, onClockRefused }),
    venueClock,
    openStream,
    signer,
    symbols,
    readInstruments: () => Promise.resolve(nothing),
    readOwn: () => Promise.resolve(),
    onStatus: (_tell: (instrument: InstrumentId, status: never) => void) => () => undefined,
    lookAgain: () => undefined,
  });
}

/** As the adapter's own line masks what it keeps. */
export const binanceMasker = (secret: string): Masker =>
  createMasker(
    { headers: ['x-mbx-apikey'], parameters: ['signature'], values: [secret] },
    EVIDENCE_CHARS,
  );
