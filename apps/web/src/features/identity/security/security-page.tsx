'use client';

import { Time } from '@/ui/time.tsx';
import { useRoleTitles, useSession } from '../session-context.ts';
import { ChangePassword } from './change-password.tsx';
import { Factors } from './factors.tsx';
import { SecuritySection } from './security-section.tsx';
import { Sessions } from './sessions.tsx';

/** What lets one in, where one is in, and ending it. */
export function SecurityPage() {
  const { person, organisation, absoluteUntil } = useSession();
  const roles = useRoleTitles();
  return (
    <div className="px-gutter pb-7">
      <div className="pt-4.5 pb-3.5">
        <h1 className="text-title">Security of {person.name}</h1>
        <p className="pt-0.5 text-ink-2">
          {person.email}, {roles.join(', ')} at {organisation.name}. This session ends at{' '}
          <Time at={absoluteUntil} precision="minute" /> UTC at the latest.
        </p>
      </div>
      <SecuritySection
        id="factors"
        title="Second factors"
        about="One of them completes a sign-in and confirms what moves rights or money. A passkey can not be passed on."
      >
        <Factors />
      </SecuritySection>
      <SecuritySection
        id="sessions"
        title="Sessions and devices"
        about="Where you are signed in. Ending one takes effect with its next request; what it shows locks."
      >
        <Sessions />
      </SecuritySection>
      <SecuritySection
        id="password"
        title="Password"
        about="It never has to be changed. Change it when somebody may know it."
      >
        <ChangePassword />
      </SecuritySection>
    </div>
  );
}
