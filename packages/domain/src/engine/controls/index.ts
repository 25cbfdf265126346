/** What people decide for an engine to hold to: proposed, agreed to, and told to it. No part of what decides. */
export * from '../core/control.ts';
export * from './bodies.ts';
export * from './payload.ts';
