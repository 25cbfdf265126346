/** Clients in the database: the legal entities we act for, and their accounts. */
export * from './find-client.ts';
