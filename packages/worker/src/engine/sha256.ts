import { hash } from 'node:crypto';
import type { Digest } from '@ultrathink/domain/kernel';

export const sha256: Digest = (bytes) => hash('sha256', bytes, 'buffer');
