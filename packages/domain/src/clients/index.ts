/** Clients' one door: so far, what their commercial tiers are worth. */
export * from './tiers.ts';
