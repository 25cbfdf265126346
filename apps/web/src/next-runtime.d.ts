/** Next replaces this name by its value while it builds, but only where it is written with a dot. */
declare namespace NodeJS {
  interface ProcessEnv {
    readonly NEXT_RUNTIME?: 'nodejs' | 'edge';
  }
}
