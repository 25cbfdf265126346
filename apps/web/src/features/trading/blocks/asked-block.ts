/** A block that another page asks for by the address: taken once, and then gone from it. */
import { fromEpochMs } from '@ultrathink/domain/kernel';
import { ORD_TYPES, TIMES_IN_FORCE } from '@ultrathink/domain/trading';
import { parseAsString, useQueryStates } from 'nuqs';
import { useCallback, useEffect, useState } from 'react';
import { type Draft, emptyDraft } from '../ticket/draft.ts';

/** What is known of a block before its form opens. */
export interface AskedBlock {
  readonly order: Draft;
  /** What the ticket said and a block does not have. */
  readonly lost: readonly string[];
}

/** The names in the address; `block-address.ts` writes them. */
const NAMES = [
  ...(['instrument', 'side', 'type', 'qty', 'price', 'stop', 'tif'] as const),
  ...(['expires', 'post', 'reduce'] as const),
] as const;
type Address = Readonly<Record<(typeof NAMES)[number], string | null>>;

const FIGURE = /^(?=.*[1-9])\d{1,15}(\.\d{1,18})?$/;
const figure = (text: string | null) => (text !== null && FIGURE.test(text) ? text : null);

function timeOf(text: string | null): string | null {
  const ms = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : fromEpochMs(ms);
}

/** What is not readable is as if nobody had written it. */
export function askedBlockOf(said: Address): AskedBlock {
  const empty = emptyDraft(said.instrument ?? '', said.side === 'Sell' ? 'Sell' : 'Buy');
  return {
    order: {
      ...empty,
      ordType: ORD_TYPES.find((one) => one === said.type) ?? empty.ordType,
      orderQty: figure(said.qty),
      price: figure(said.price),
      stopPx: figure(said.stop),
      timeInForce: TIMES_IN_FORCE.find((one) => one === said.tif) ?? empty.timeInForce,
      expireTime: timeOf(said.expires),
      isPostOnly: said.post === '1',
    },
    lost: said.reduce === '1' ? ['Reduce only'] : [],
  };
}

const PARSERS = Object.fromEntries(NAMES.map((name) => [name, parseAsString])) as Record<
  (typeof NAMES)[number],
  typeof parseAsString
>;
const GONE = Object.fromEntries(NAMES.map((name) => [name, null]));

/** Null until the address asks for one, and once it was forgotten. */
export function useAskedBlock(): readonly [AskedBlock | null, () => void] {
  const [{ start, ...address }, setAddress] = useQueryStates({ start: parseAsString, ...PARSERS });
  const [asked, setAsked] = useState<AskedBlock | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once; what is in it is this form's then
  useEffect(() => {
    if (start === null) return;
    setAsked(askedBlockOf(address));
    void setAddress({ start: null, ...GONE });
  }, []);
  return [asked, useCallback(() => setAsked(null), [])];
}
