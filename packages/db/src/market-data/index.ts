/** Market data's door in the database: what the engine keeps of markets, and what is read of it. */
export * from './keeping.ts';
export * from './reads.ts';
