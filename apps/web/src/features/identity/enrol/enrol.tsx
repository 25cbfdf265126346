'use client';

import { useState } from 'react';
import { Segmented } from '@/ui/segmented.tsx';
import { tellSessionNews } from '../session-channel.ts';
import type { FactorKind } from '../session-view.ts';
import { PasskeyEnrolment } from './passkey-enrolment.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { type Enrolled, TotpEnrolment } from './totp-enrolment.tsx';

const WAYS = [
  { value: 'Totp', label: 'Authenticator app' },
  { value: 'Passkey', label: 'Passkey' },
] as const;

/** The first second factor of a person, then the recovery codes, then the shell. */
export function Enrol({
  email,
  accepts,
  home,
}: {
  readonly email: string;
  readonly accepts: readonly FactorKind[];
  /** Where it goes on: a page of ours. */
  readonly home: string;
}) {
  const ways = WAYS.filter(({ value }) => accepts.includes(value));
  const [way, setWay] = useState<FactorKind>(ways[0]?.value ?? 'Passkey');
  const [codes, setCodes] = useState<Enrolled>(null);
  const goOn = () => {
    tellSessionNews({ kind: 'SignedIn' });
    location.assign(home);
  };
  const enrolled = (given: Enrolled) => (given === null ? goOn() : setCodes(given));
  if (codes !== null) {
    return (
      <>
        <h1 className="text-title">Keep your recovery codes</h1>
        <p className="pt-1 pb-5 text-ink-2">
          They are shown this once. Each signs you in one time when your device is gone.
        </p>
        <RecoveryCodes codes={codes} email={email} act="Go on" onKept={goOn} />
      </>
    );
  }
  return (
    <>
      <h1 className="text-title">Add a second factor</h1>
      <p className="pt-1 pb-5 text-ink-2">
        Your password alone opens nothing. Choose what else shows that it is you; you can add more
        later.
      </p>
      {ways.length > 1 && (
        <div className="pb-5">
          <Segmented label="Kind of factor" options={ways} value={way} onValueChange={setWay} />
        </div>
      )}
      {way === 'Totp' ? (
        <TotpEnrolment name="Authenticator" onEnrolled={enrolled} />
      ) : (
        <PasskeyEnrolment onEnrolled={enrolled} />
      )}
    </>
  );
}
