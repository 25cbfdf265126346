/** Operations' door in the database: measures of the database itself. */
export * from './database-figures.ts';
export * from './database-measures.ts';
export * from './mail.ts';
export * from './months.ts';
