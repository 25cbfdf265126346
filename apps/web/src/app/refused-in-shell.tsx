import { ROLE_SPECS, ROLES } from '@ultrathink/domain/access';
import { type AudienceId, audienceOf } from '@/features/shell/audiences.ts';
import { pageSession } from '@/server/session.ts';
import { ButtonLink } from '@/ui/link.tsx';
import { PageHead } from '@/ui/page-head.tsx';
import { SectionHeading } from '@/ui/section-heading.tsx';
import { sentenceCase } from '@/ui/words.ts';

/**
 * Said to somebody who is signed in and whose roles do not open this shell: which would, and whom to
 * ask. It stands within their own shell.
 */
export async function RefusedInShell({ audience: id }: { readonly audience: AudienceId }) {
  const session = await pageSession().catch(() => null);
  // Made beside every page of the shell, and shown instead of one that refuses.
  if (session === null || session.audiences.includes(id)) {
    return <PageHead title="This page is not open to you." about="Nothing was shown or changed." />;
  }
  const wanted = audienceOf(id);
  const home = audienceOf(session.audience);
  const { organisation, roles } = session;
  const titles = roles.map((role) => ROLE_SPECS[role].title).join(', ');
  const isOfOurs = wanted.isStaff === (organisation.kind === 'Firm');
  return (
    <div className="pb-12">
      <PageHead
        title={`Your role does not open ${wanted.label}.`}
        about={`You act for ${organisation.name} as ${titles}. Nothing was shown or changed.`}
      />
      <div className="max-w-reading px-gutter">
        <SectionHeading title={isOfOurs ? 'What to ask for' : 'Whom it is for'} />
        {isOfOurs ? (
          <RolesThatOpen audience={id} organisation={organisation.name} />
        ) : (
          <p className="pb-3 text-ink-2">
            It is for {wanted.readers.toLowerCase()}.{' '}
            {wanted.isStaff
              ? `They are people of the firm that trades for you: no role of ${organisation.name} opens it.`
              : 'What you may see of a client stands in your own pages.'}
          </p>
        )}
        <ButtonLink variant="primary" href={home.href}>
          {home.isStaff ? `To ${home.label}` : 'To your overview'}
        </ButtonLink>
      </div>
    </div>
  );
}

function RolesThatOpen({
  audience,
  organisation,
}: {
  readonly audience: AudienceId;
  readonly organisation: string;
}) {
  const opening = ROLES.filter((role) => ROLE_SPECS[role].audience === audience);
  return (
    <>
      <p className="pb-2 text-ink-2">
        One of these roles. An administrator of {organisation} proposes it for you; a second person
        has to agree before it holds.
      </p>
      <dl className="mb-4 border-t border-line-faint">
        {opening.map((role) => (
          <div
            key={role}
            className="grid gap-x-6 border-b border-line-faint py-1.5 md:grid-cols-[11rem_minmax(0,1fr)]"
          >
            <dt className="font-medium">{sentenceCase(ROLE_SPECS[role].title)}</dt>
            <dd className="text-ink-2">{ROLE_SPECS[role].does}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
