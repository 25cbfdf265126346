/** What costs of trading are made of, summed where it stands: orders, moments, fills, markouts, minutes. */
export * from './closes.ts';
export * from './order-facts.ts';
export * from './venues.ts';
