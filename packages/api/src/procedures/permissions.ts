/** What a procedure lets its caller do. Every procedure names exactly one. */
export const PERMISSIONS = ['operations.read', 'operations.ping'] as const;

export type Permission = (typeof PERMISSIONS)[number];

export interface Meta {
  readonly permission: Permission;
}
