/** Checks by what they guard against, as the page of settings groups them. */
import { CHECK_CODES, type CheckCode } from '@ultrathink/domain/trading';
import { KIND_WORDS } from '../words.ts';

const OTHERS: Readonly<Partial<Record<CheckCode, string>>> = {
  TradingState: 'Trading state',
  Terms: 'Precision and minimum',
  FreeBalance: 'Free balance',
  CrossedPrice: 'Crossed price',
  SelfTrade: 'Trade with oneself',
  Crossing: 'Crossing between clients',
  RestrictedList: 'Restricted list',
  Mandate: 'Mandate',
  ClientState: 'State of the client',
  ClientCategory: 'Category of the client',
};

export const checkName = (code: CheckCode): string =>
  OTHERS[code] ?? (KIND_WORDS as Readonly<Record<string, string>>)[code] ?? code;

const GROUPS: readonly { readonly title: string; readonly codes: readonly CheckCode[] }[] = [
  {
    title: 'Collars and prices',
    codes: ['PriceCollar', 'PriceCollarPeriod', 'StalePrice', 'CrossedPrice'],
  },
  {
    title: 'Fat finger',
    codes: ['FatFingerValue', 'FatFingerVolume', 'FatFingerMedian', 'DuplicateOrder'],
  },
  { title: 'Throttles', codes: ['MessageRate', 'RepeatedExecution'] },
  { title: 'Compliance', codes: ['RestrictedList', 'Mandate', 'ClientState', 'ClientCategory'] },
];

/** Those that are named first, then all the others. */
export const CHECK_GROUPS = [
  ...GROUPS,
  {
    title: 'Money and exposure',
    codes: CHECK_CODES.filter((code) => !GROUPS.some(({ codes }) => codes.includes(code))),
  },
] as const;
