/** Binance spot. */
import { type CcxtSigner, loadSigner } from '../common/ccxt.ts';
import { type CommonParts, connectVenue } from '../common/connect.ts';
import type { Answer } from '../contract/answer.ts';
import type { VenueConnection, VenueSetup } from '../contract/connection.ts';
import type { InstrumentList } from '../contract/market-data-client.ts';
import { open } from './calls.ts';
import { createExecutionClient } from './execution-client.ts';
import { ADDRESS_BUDGETS, KEY_BUDGETS, LIMITS } from './limits.ts';
import { createMarketDataClient } from './market-data-client.ts';
import { parseInstruments } from './parse-instruments.ts';
import { parseTime } from './parse-market.ts';
import type { BinanceParts } from './parts.ts';
import { Statuses } from './status.ts';
import { Symbols } from './symbols.ts';
import { Wire } from './wire.ts';

/** Where something can't be had the connection is given all the same; see `common/connect.ts`. */
export async function connectBinance(setup: VenueSetup): Promise<VenueConnection> {
  const limits = { ...LIMITS, ...setup.limits };
  const signer = await loadSigner('binance', setup.credentials, setup.network);
  const { clock, credentials, network } = setup;
  return connectVenue<Wire, BinanceParts>(setup, {
    limits,
    apis: [signer.addresses['public'], signer.addresses['private'], signer.addresses['sapi']],
    secrets: {
      headers: ['x-mbx-apikey'],
      parameters: ['signature'],
      values: credentials === null ? [] : [credentials.secret],
    },
    addressBudgets: ADDRESS_BUDGETS,
    keyBudgets: KEY_BUDGETS,
    mostInFlight: { open: 8, key: 8 },
    wire: ({ lines, venueClock, onTimeDoubted: onClockRefused }) =>
      new Wire({ signer, lines, clock, venueClock, limits, onClockRefused }),
    askTime: (wire) => wire.ask(open('time', 'time', 1, {}), parseTime),
    parts: (common) => partsOf(common, signer),
    market: createMarketDataClient,
    execution: createExecutionClient,
    // The test network tells no permissions.
    onHalfOpen: (key) => (network === 'Test' ? key.balances() : key.permissions()),
    round: ({ readOwn }) => readOwn(),
    instrumentsAt: ({ symbols }) => symbols.at,
  });
}

function partsOf(common: CommonParts<Wire>, signer: CcxtSigner): BinanceParts {
  const { setup, wire } = common;
  const symbols = new Symbols();
  const statuses = new Statuses();
  const readInstruments = async (): Promise<Answer<InstrumentList>> => {
    const answer = await wire.ask(open('instruments', 'exchangeInfo', 20, {}), parseInstruments);
    if (answer.kind === 'NoInformation') return answer;
    symbols.replace(answer.value, setup.clock.now());
    statuses.learnAll(answer.value.listed);
    return answer;
  };
  const readOwn = async (): Promise<void> => {
    const own = setup.instruments.flatMap((id) => symbols.find(id)?.symbol ?? []);
    const isKnown = symbols.at !== null && own.length === setup.instruments.length;
    if (!isKnown) await readInstruments();
    if (!isKnown || own.length === 0) return;
    const call = open('instruments', 'exchangeInfo', 20, { symbols: JSON.stringify(own) });
    const answer = await wire.ask(call, parseInstruments);
    if (answer.kind === 'Told') {
      symbols.update(answer.value.listed, setup.clock.now());
      statuses.learn(answer.value.listed);
      // One of them is listed no more.
    } else if (answer.evidence?.response?.status === 400) await readInstruments();
  };
  return {
    ...common,
    signer,
    symbols,
    readInstruments,
    readOwn,
    onStatus: statuses.onStatus,
    lookAgain: () => void readOwn(),
  };
}
