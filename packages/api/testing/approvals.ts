/** Proposing and deciding, as the tests of approvals do it over and over. */
import type { Organisation, ProposalId, Role } from '@ultrathink/domain/access';
import { STARTING_POLICY } from '@ultrathink/domain/access';
import type { AnyId, PersonId } from '@ultrathink/domain/kernel';
import type { Platform } from './platform.ts';

interface Sql {
  sql<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface GrantWish {
  readonly role?: Role;
  readonly organisation?: Organisation;
}

export interface Choosing {
  readonly verdict?: 'Approve' | 'Refuse';
  readonly organisation?: Organisation;
  /** Otherwise the first in whose name the person can decide. */
  readonly group?: string;
}

export function approvalsOn(database: Sql, at: Platform) {
  return {
    async proposeGrant(by: PersonId, person: PersonId, { role, organisation }: GrantWish = {}) {
      const where = organisation ?? at.firm;
      const proposer = await at.as(by, where);
      return proposer.access.proposeGrant({
        ...at.key(),
        personId: person,
        organisationId: where.id,
        role: role ?? 'Operations',
        clients: where.kind === 'Client' ? null : 'All',
        until: null,
        hours: null,
        reason: 'Joins the team on Monday.',
      });
    },

    /** Decides as somebody who has just read what is proposed. */
    async decide(person: PersonId, proposalId: ProposalId, choosing: Choosing = {}) {
      const { verdict = 'Approve', organisation = at.firm, group } = choosing;
      const caller = await at.as(person, organisation);
      const { proposal } = await caller.approval.get({ proposalId });
      return caller.approval.decide({
        ...at.key(),
        proposalId,
        group: group ?? proposal.canDecideFor[0] ?? proposal.groups[0]?.name ?? '',
        verdict,
        payloadHash: proposal.payloadHash,
        reason: 'As agreed with her manager.',
      });
    },

    /** A draft with the rules every installation starts with. */
    async draftPolicy(author: PersonId): Promise<{ draftId: AnyId; version: number }> {
      const writer = await at.as(author, at.firm);
      const { draftId, version } = await writer.approval.saveDraft({
        ...at.key(),
        draft: null,
        policy: { asset: 'USD', rules: JSON.parse(JSON.stringify(STARTING_POLICY.rules)) },
        note: 'The same again.',
      });
      return { draftId, version };
    },

    async proposePolicy(publisher: PersonId, draft: { draftId: AnyId; version: number }) {
      const caller = await at.as(publisher, at.firm);
      const wish = { ...at.key(), ...draft, reason: 'Yearly review.' };
      return caller.approval.proposePolicy(wish);
    },

    /** As a superuser who switches the guards of the table off. */
    async tamper(set: string, id: ProposalId): Promise<void> {
      await database.sql('alter table access.proposal disable trigger user');
      await database.sql(`update access.proposal set ${set} where id = $1`, [id]);
      await database.sql('alter table access.proposal enable trigger user');
    },

    async rolesOf(person: PersonId): Promise<string[]> {
      const rows = await database.sql<{ role: string }>(
        'select role from access.role_grant where person_id = $1 and ended_at is null order by id',
        [person],
      );
      return rows.map(({ role }) => role);
    },
  };
}
