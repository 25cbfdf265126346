/**
 * The reasons that Coinbase tells for not doing what was asked, as its pages list them: "Create Order",
 * "Cancel Orders" and "Edit Order" of the Advanced Trade API. Those of futures, shares and prediction
 * markets are left out, and so prove nothing.
 */
import type { RejectReason } from '../contract/answer.ts';

export type Reasons = ReadonlyMap<string, RejectReason>;

/** Of a new order, without `PREVIEW_`. */
export const NEW_ORDER_REASONS: Reasons = new Map<string, RejectReason>([
  ['UNSUPPORTED_ORDER_CONFIGURATION', 'UnsupportedType'],
  ['INVALID_ORDER_CONFIG', 'UnsupportedType'],
  ['BRACKET_ORDER_NOT_SUPPORTED', 'UnsupportedType'],
  ['FOK_DISABLED', 'UnsupportedType'],
  ['INVALID_SIDE', 'Malformed'],
  ['INVALID_REQUEST', 'Malformed'],
  ['NON_NUMERIC_ORDER_SIZE', 'Malformed'],
  ['INVALID_PRODUCT_ID', 'UnknownSymbol'],
  ['UNTRADABLE_PRODUCT', 'MarketClosed'],
  ['INELIGIBLE_PAIR', 'MarketClosed'],
  ['ORDER_ENTRY_DISABLED', 'MarketClosed'],
  ['NOT_ALLOWED_BY_MARKET_STATE', 'MarketClosed'],
  ['PRODUCT_TRADING_HALTED', 'MarketClosed'],
  ['TRADING_DISABLED', 'MarketClosed'],
  ['INVALID_SIZE_PRECISION', 'BadPrecision'],
  ['INVALID_QUOTE_SIZE_PRECISION', 'BadPrecision'],
  ['INVALID_PRICE_PRECISION', 'BadPrecision'],
  ['INVALID_LIMIT_PRICE_PRECISION', 'BadPrecision'],
  ['INVALID_STOP_PRICE_PRECISION', 'BadPrecision'],
  ['INVALID_BASE_SIZE_TOO_SMALL', 'BelowMinimum'],
  ['INVALID_QUOTE_SIZE_TOO_SMALL', 'BelowMinimum'],
  ['INVALID_BASE_SIZE_TOO_LARGE', 'AboveMaximum'],
  ['INVALID_QUOTE_SIZE_TOO_LARGE', 'AboveMaximum'],
  ['BREACHED_ACCOUNT_POSITION_LIMIT', 'AboveMaximum'],
  ['BREACHED_COMPANY_POSITION_LIMIT', 'AboveMaximum'],
  ['BREACHED_RISK_LIMIT', 'AboveMaximum'],
  ['COMPLIANCE_PURCHASE_LIMIT_EXCEEDED', 'AboveMaximum'],
  ['INVALID_PRICE_TOO_LARGE', 'PriceOutOfBand'],
  ['INVALID_LIMIT_PRICE', 'PriceOutOfBand'],
  ['BREACHED_PRICE_LIMIT', 'PriceOutOfBand'],
  ['LIMIT_PRICE_TOO_FAR_FROM_MARKET', 'PriceOutOfBand'],
  ['LIMIT_ORDER_PRICE_EXCEEDS_PRICE_BAND_ON_BUY', 'PriceOutOfBand'],
  ['LIMIT_ORDER_PRICE_EXCEEDS_PRICE_BAND_ON_SELL', 'PriceOutOfBand'],
  ['INVALID_STOP_PRICE', 'Other'],
  ['STOP_PRICE_ABOVE_LIMIT_PRICE', 'Other'],
  ['STOP_PRICE_BELOW_LIMIT_PRICE', 'Other'],
  ['STOP_PRICE_ABOVE_LAST_TRADE_PRICE', 'Other'],
  ['STOP_PRICE_BELOW_LAST_TRADE_PRICE', 'Other'],
  ['INVALID_LIMIT_PRICE_POST_ONLY', 'WouldTake'],
  ['INVALID_NO_LIQUIDITY', 'WouldNotFill'],
  ['MISSING_PRODUCT_PRICE_BOOK', 'WouldNotFill'],
  ['MISSING_MARKET_TRADE_DATA', 'WouldNotFill'],
  ['INSUFFICIENT_FUND', 'InsufficientFunds'],
  ['INSUFFICIENT_FUNDS', 'InsufficientFunds'],
  ['INVALID_LEDGER_BALANCE', 'InsufficientFunds'],
  ['INSUFFICIENT_LEDGER_BALANCE', 'InsufficientFunds'],
  ['GEOFENCING_RESTRICTION', 'KeyNotAllowed'],
  ['CLOSE_ONLY_FAILURE', 'KeyNotAllowed'],
  ['INVALID_END_TIME', 'Malformed'],
  ['END_TIME_IS_IN_THE_PAST', 'Malformed'],
  ['END_TIME_TOO_FAR_IN_FUTURE', 'Malformed'],
  ['GTD_ORDERS_MUST_HAVE_END_TIME', 'Malformed'],
  ['MISSING_COMMISSION_RATE', 'Other'],
  ['INVALID_COMMISSION_CONFIGURATION', 'Other'],
  ['RISK_PROXY_FAILURE', 'Other'],
  ['COMMANDER_REJECTED_NEW_ORDER', 'Other'],
]);

export const DUPLICATE = 'DUPLICATE_CLIENT_ORDER_ID';

export const CANCEL_REASONS: Reasons = new Map<string, RejectReason>([
  ['UNKNOWN_CANCEL_ORDER', 'UnknownOrder'],
  ['ORDER_IS_FULLY_FILLED', 'UnknownOrder'],
  ['INVALID_CANCEL_REQUEST', 'Malformed'],
  ['INVALID_CANCEL_PRODUCT_ID', 'Malformed'],
  ['NOT_ALLOWED_TO_CANCEL', 'KeyNotAllowed'],
  ['COMMANDER_REJECTED_CANCEL_ORDER', 'Other'],
]);

export const EDIT_REASONS: Reasons = new Map<string, RejectReason>([
  ['ORDER_NOT_FOUND', 'UnknownOrder'],
  ['ONLY_OPEN_ORDERS_CAN_BE_EDITED', 'UnknownOrder'],
  ['CANNOT_EDIT_ORDER_PENDING_CANCEL', 'UnknownOrder'],
  ['CALLER_ID_MISMATCH', 'KeyNotAllowed'],
  ['PORTFOLIO_NOT_ALLOWED_FOR_EDITS', 'KeyNotAllowed'],
  ['ONLY_LIMIT_ORDER_EDITS_SUPPORTED', 'UnsupportedType'],
  ['ORDER_EDIT_ORDER_TYPE_NOT_SUPPORTED', 'UnsupportedType'],
  ['STRATEGY_NOT_SUPPORTED', 'UnsupportedType'],
  ['SIZE_IN_QUOTE_EDITS_NOT_ALLOWED', 'UnsupportedType'],
  ['CANNOT_EDIT_TRIGGERED_ORDER', 'UnsupportedType'],
  ['CANNOT_EDIT_TO_BELOW_FILLED_SIZE', 'BelowMinimum'],
  ['INVALID_EDITED_SIZE', 'BadPrecision'],
  ['INVALID_EDITED_PRICE', 'BadPrecision'],
  ['INVALID_ORIGINAL_SIZE', 'Other'],
  ['INVALID_ORIGINAL_PRICE', 'Other'],
  ['EXCEEDED_MAX_ALLOWED_EDIT_REQUEST_COUNT', 'TooManyOrders'],
  ['COMMANDER_REJECTED_EDIT_ORDER', 'Other'],
]);

/** The order is as the edit wants it: what an edit that was sent before has done. */
export const EQUAL = 'EDIT_REQUEST_EQUAL_TO_ORIGINAL_REQUEST';
