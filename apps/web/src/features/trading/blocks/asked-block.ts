/** A block that another page asks for by the address: taken once, and then gone from it. */
import { ORD_TYPES, TIMES_IN_FORCE } from '@ultrathink/domain/trading';
import { parseAsString, useQueryStates } from 'nuqs';
import { useCallback, useEffect, useState } from 'react';

/** What is known of a block before its form opens; null is not known. */
export interface AskedBlock {
  readonly instrument: string | null;
  readonly side: 'Buy' | 'Sell';
  readonly orderQty: string;
  readonly price: string;
  /** What the ticket said and a block does not have: it is a limit order that is good till canceled. */
  readonly lost: readonly string[];
}

type Address = Readonly<
  Record<'instrument' | 'side' | 'type' | 'qty' | 'price' | 'tif', string | null>
>;

const FIGURE = /^(?=.*[1-9])\d{1,15}(\.\d{1,18})?$/;
const figure = (text: string | null): string => (text !== null && FIGURE.test(text) ? text : '');

/** What is not readable is as if nobody had written it. */
export function askedBlockOf({ instrument, side, type, qty, price, tif }: Address): AskedBlock {
  return {
    instrument,
    side: side === 'Sell' ? 'Sell' : 'Buy',
    orderQty: figure(qty),
    price: figure(price),
    lost: [
      ...ORD_TYPES.filter((one) => one === type && one !== 'Limit'),
      ...TIMES_IN_FORCE.filter((one) => one === tif && one !== 'GoodTillCancel'),
    ],
  };
}

/** Null until the address asks for one, and once it was forgotten. */
export function useAskedBlock(): readonly [AskedBlock | null, () => void] {
  const [{ start, ...address }, setAddress] = useQueryStates({
    start: parseAsString,
    instrument: parseAsString,
    side: parseAsString,
    type: parseAsString,
    qty: parseAsString,
    price: parseAsString,
    tif: parseAsString,
  });
  const [asked, setAsked] = useState<AskedBlock | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once; what is in it is this form's then
  useEffect(() => {
    if (start === null) return;
    setAsked(askedBlockOf(address));
    const gone = { instrument: null, side: null, type: null, qty: null, price: null, tif: null };
    void setAddress({ start: null, ...gone });
  }, []);
  return [asked, useCallback(() => setAsked(null), [])];
}
