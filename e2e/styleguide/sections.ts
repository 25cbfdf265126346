/** The style guide's sheets, read from its registry: a new sheet is looked at without being told. */
import { readFileSync } from 'node:fs';
import { ROOT } from '../fixtures/env.ts';

const REGISTRY = `${ROOT}apps/web/src/features/styleguide/registry.ts`;

export function styleguideSections(): string[] {
  const text = readFileSync(REGISTRY, 'utf8');
  return [...text.matchAll(/^\s*id: '([a-z0-9-]+)'/gm)].flatMap(([, id]) => id ?? []);
}
