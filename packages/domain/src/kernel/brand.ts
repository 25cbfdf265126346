declare const brand: unique symbol;

/**
 * A type that only its own maker can mint: an account id is never taken for a client id. Brands
 * add up, so `Brand<ClientId, 'Own'>` still is a `ClientId`.
 */
export type Brand<T, Name extends string> = T & {
  readonly [brand]: { readonly [K in Name]: true };
};
