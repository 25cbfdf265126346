import { type AudienceId, audienceOf } from '@/features/shell/audiences.ts';
import { ButtonLink } from '@/ui/link.tsx';
import { PageHead } from '@/ui/page-head.tsx';

/** An address that nothing answers to, with the navigation still around it. */
export function NotFoundInShell({ audience }: { readonly audience: AudienceId }) {
  const { href, label, isStaff } = audienceOf(audience);
  return (
    <div className="pb-12">
      <PageHead
        title="There is no page at this address."
        about="It may have moved, or it is not yours to see. Nothing was changed."
      />
      <div className="px-gutter">
        <ButtonLink href={href}>{isStaff ? `To ${label}` : 'To your overview'}</ButtonLink>
      </div>
    </div>
  );
}
