'use client';

import { useState } from 'react';
import { type DroppedFile, FileDrop } from '@/ui/file-drop.tsx';
import { Specimen, SpecimenGrid } from '../specimen.tsx';

const RULE = 'PDF, PNG, JPEG, up to 20 MB each. Scanned before anyone opens them.';
const ACCEPT = '.pdf,.png,.jpg,.jpeg';

const FILES: readonly DroppedFile[] = [
  {
    id: 'register',
    name: 'register-of-members.pdf',
    state: 'sending',
    ratio: 0.62,
    says: '62%, 4 s left',
  },
  { id: 'minutes', name: 'minutes-2026-11-03.pdf', state: 'scanning' },
  {
    id: 'articles',
    name: 'articles-2024.pdf',
    state: 'taken',
    size: '2.1 MB',
    evidence: (
      <>
        clean, sha-256 <code className="font-mono">b04e…77f1</code>
      </>
    ),
  },
  {
    id: 'address',
    name: 'proof-of-address.heic',
    state: 'refused',
    reason: 'HEIC can’t be read here. Save it as JPEG or PDF.',
    onReplace: () => {},
  },
];

export function FilesSection() {
  const [chosen, setChosen] = useState<readonly DroppedFile[]>([]);
  return (
    <SpecimenGrid columns={3}>
      <Specimen name="Nothing yet" about="drop or choose: a specimen sends nothing">
        <FileDrop
          label="Proof of address"
          rule={RULE}
          accept={ACCEPT}
          files={chosen}
          onFiles={(files) =>
            setChosen(files.map(({ name }) => ({ id: name, name, state: 'scanning' })))
          }
        />
      </Specimen>
      <Specimen name="On their way" about="progress, scan, verdict, refusal">
        <FileDrop
          label="Company documents"
          rule={RULE}
          accept={ACCEPT}
          files={FILES}
          onFiles={() => {}}
        />
      </Specimen>
      <Specimen name="Not now" about="while the case is decided">
        <FileDrop
          label="Agreements"
          rule="Closed while your reviewer decides."
          accept={ACCEPT}
          disabled
          files={[]}
          onFiles={() => {}}
        />
      </Specimen>
    </SpecimenGrid>
  );
}
