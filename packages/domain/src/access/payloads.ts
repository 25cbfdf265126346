/**
 * What a proposal of access carries: the schema of each payload that can be executed today. Plain
 * JSON, ids and no personal data; it is parsed again from the approved text before anything is done.
 */
import { z } from 'zod';
import {
  type AccountId,
  addMs,
  type ClientId,
  idSchema,
  type PersonId,
  type UtcTime,
  utcTimeSchema,
} from '../kernel/index.ts';
import { API_KEY_MAX_DAYS, API_KEY_MAX_NETWORKS } from './api-key.ts';
import { BREAK_GLASS_MAX_MS, MAX_ASSIGNED_CLIENTS } from './grants.ts';
import type { ApiKeyId, GrantId, OrganisationId } from './ids.ts';
import { policyDraftSchema } from './policy-check.ts';
import { ROLES } from './roles.ts';

export const MAX_NETWORKS = 100;

/**
 * Text that people write and read: whole characters, no control signs but line breaks and tabs. What
 * is refused here could not be hashed, or not be stored.
 */
export function plainTextSchema(maxChars: number): z.ZodString {
  return z
    .string()
    .trim()
    .max(maxChars)
    .refine(isPlain, 'This has signs that are no text.') as z.ZodString;
}

function isPlain(text: string): boolean {
  return text.isWellFormed() && !/[^\P{Cc}\n\r\t]/u.test(text);
}

const reason = plainTextSchema(2_000).min(1);

/** An address or a network in CIDR form. */
export const networkSchema = z.union(
  [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()],
  'An IP address or a network such as 203.0.113.0/24.',
);

export const grantPayloadSchema = z.strictObject({
  grant: idSchema<GrantId>(),
  person: idSchema<PersonId>(),
  organisation: idSchema<OrganisationId>(),
  role: z.enum(ROLES),
  /** Null where the role's reach needs no list. */
  clients: z
    .union([z.literal('All'), z.array(idSchema<ClientId>()).max(MAX_ASSIGNED_CLIENTS)])
    .nullable(),
  until: utcTimeSchema.nullable(),
  /** From its execution; for break-glass, whose hours begin when it is agreed to. */
  lifeMs: z.int().positive().max(BREAK_GLASS_MAX_MS).nullable(),
  reason,
});
export type GrantPayload = z.infer<typeof grantPayloadSchema>;

export const factorResetPayloadSchema = z.strictObject({
  person: idSchema<PersonId>(),
  /** Of a person who was suspended: the reset is the way back, and needs the same two people. */
  reinstates: z.boolean(),
});
export type FactorResetPayload = z.infer<typeof factorResetPayloadSchema>;

export const allowListPayloadSchema = z.strictObject({
  target: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('Organisation'), id: idSchema<OrganisationId>() }),
    z.strictObject({ kind: z.literal('Person'), id: idSchema<PersonId>() }),
  ]),
  /** Empty: from everywhere. */
  networks: z.array(networkSchema).max(MAX_NETWORKS),
});
export type AllowListPayload = z.infer<typeof allowListPayloadSchema>;

export const tradeKeyPayloadSchema = z.strictObject({
  key: idSchema<ApiKeyId>(),
  owner: idSchema<PersonId>(),
  name: plainTextSchema(100).min(1),
  networks: z.array(networkSchema).min(1).max(API_KEY_MAX_NETWORKS),
  /** From its execution. */
  days: z.int().min(1).max(API_KEY_MAX_DAYS),
});
export type TradeKeyPayload = z.infer<typeof tradeKeyPayloadSchema>;

export const houseAccountPayloadSchema = z.strictObject({
  account: idSchema<AccountId>(),
  /** Whose engine works in its name. */
  shard: z.int().min(0).max(1023),
  name: plainTextSchema(100).min(1),
});
export type HouseAccountPayload = z.infer<typeof houseAccountPayloadSchema>;

export const policyPayloadSchema = policyDraftSchema;

export const erasurePayloadSchema = z.strictObject({ person: idSchema<PersonId>() });
export type ErasurePayload = z.infer<typeof erasurePayloadSchema>;

export const signingKeyPayloadSchema = z.strictObject({
  rotation: idSchema(),
  algorithm: z.enum(['Ed25519', 'ML-DSA-44']),
  /** How long the earlier key goes on signing beside the new one; at most 90 days. */
  overlapSeconds: z.int().min(0).max(7_776_000),
});
export type SigningKeyPayload = z.infer<typeof signingKeyPayloadSchema>;

/** The moment a grant ends when it is made at `at`. */
export function grantEnd({ until, lifeMs }: GrantPayload, at: UtcTime): UtcTime | null {
  return lifeMs === null ? until : addMs(at, lifeMs);
}
