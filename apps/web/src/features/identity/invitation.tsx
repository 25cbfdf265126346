'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useTRPCClient } from '@/trpc/client.ts';
import { toldError } from '@/trpc/told-error.ts';
import { FactList } from '@/ui/facts.tsx';
import { ButtonLink } from '@/ui/link.tsx';
import { Skeleton } from '@/ui/skeleton.tsx';
import { faultWords } from './fault.tsx';
import { givePassword } from './give-password.ts';
import { NewPassword } from './new-password.tsx';
import { useMailToken } from './use-mail-token.ts';

/** Who invited whom, then the password that the invited person chooses. */
export function Invitation() {
  const token = useMailToken();
  if (token === undefined) return <Opening />;
  if (token === null)
    return <NoInvitation sentence="The link is not whole. Open it from the mail." />;
  return <Invited token={token} />;
}

function Invited({ token }: { readonly token: string }) {
  const client = useTRPCClient();
  const { data, error } = useQuery({
    // Sent in a body and never in an address: the token is a secret, and that it was used is sealed.
    queryKey: ['openInvitation'],
    queryFn: () => client.auth.openInvitation.mutate({ token }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const accept = useMutation({
    mutationFn: async (password: string) => {
      const { email } = await client.auth.acceptInvitation.mutate({ token, password });
      const answer = await givePassword(email, password);
      // The account stands either way; without a role there is nothing to sign in to yet.
      if (answer.kind === 'LetIn') location.assign('/sign-in/enrol');
      return answer.kind;
    },
  });
  if (accept.isSuccess && accept.data !== 'LetIn') return <NoRoleYet />;
  if (error !== null) return <NoInvitation sentence={toldError(error).sentence} />;
  if (data === undefined) return <Opening />;
  return (
    <>
      <h1 className="text-title">{data.organisation} invites you</h1>
      <p className="pt-1 pb-5 text-ink-2">
        Choose a password now. A second factor comes next; nobody, and no mail, ever asks you for
        either.
      </p>
      <FactList
        names="narrow"
        className="mb-5 border-y py-2.5"
        facts={[
          { name: 'Name', value: data.name },
          { name: 'E-mail', value: data.email },
        ]}
      />
      <NewPassword
        email={data.email}
        act="Take up the invitation"
        busyLabel="Setting it up"
        isBusy={accept.isPending || accept.isSuccess}
        fault={accept.isError ? faultWords(accept.error) : null}
        onChoose={(password) => accept.mutate(password)}
      />
    </>
  );
}

/** Roles are given by two people; the first of them may still wait for the second. */
function NoRoleYet() {
  return (
    <div role="status">
      <h1 className="text-title">Your account stands</h1>
      <p className="pt-1 pb-5 text-ink-2">
        Your password is set. You have no role yet: somebody proposes it and a second person agrees.
        From then on you can sign in, and add your second factor.
      </p>
      <ButtonLink href="/sign-in">To the sign-in</ButtonLink>
    </div>
  );
}

function Opening() {
  return (
    <>
      <h1 className="text-title">Your invitation</h1>
      <div role="status" aria-label="Opening the invitation" className="flex flex-col gap-3 pt-4">
        <Skeleton className="w-3/4" />
        <Skeleton className="w-1/2" />
      </div>
    </>
  );
}

function NoInvitation({ sentence }: { readonly sentence: string }) {
  return (
    <>
      <h1 className="text-title">This invitation does not open</h1>
      <p className="pt-1 text-ink-2">{sentence}</p>
      <p className="pb-5 text-ink-2">
        A link works once, within 72 hours. Whoever invited you can send another; nothing was
        changed.
      </p>
      <ButtonLink href="/sign-in">To the sign-in</ButtonLink>
    </>
  );
}
