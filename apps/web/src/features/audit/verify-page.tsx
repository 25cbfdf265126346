'use client';

import { Button } from '@/ui/button.tsx';
import { handOver } from '@/ui/hand-over.ts';
import { Icon } from '@/ui/icon.tsx';
import { ExportMenu } from './export-menu.tsx';
import { LogPanel } from './log-panel.tsx';
import { OfflinePart } from './offline-part.tsx';
import { useLog } from './use-log.tsx';
import { VerificationView } from './verification-view.tsx';

/** Verify here, and how to verify without us. */
export function VerifyPage() {
  const { head, headState, ways, verification } = useLog();
  return (
    <div className="grid flex-1 xl:grid-cols-[minmax(0,1fr)_25.5rem]">
      <div className="min-w-0 px-gutter pb-7">
        <div className="max-w-reading border-b pb-3">
          <VerificationView
            state={verification.state}
            total={head?.treeSize ?? null}
            onStart={verification.start}
            onCancel={verification.cancel}
          />
        </div>
        <OfflinePart ways={ways} keys={<KeysButton />}>
          <ExportMenu />
        </OfflinePart>
      </div>
      <div className="min-w-0 border-line px-5 pb-5 max-xl:border-t max-xl:px-gutter xl:border-l">
        <LogPanel head={head} state={headState} />
      </div>
    </div>
  );
}

/** Hands out the verifier keys as the programs read them: one a line. */
function KeysButton() {
  const { head } = useLog();
  const lines = head?.keys.map(({ line }) => `${line}\n`) ?? [];
  return (
    <Button
      onClick={() => handOver(lines.join(''), 'keys.txt', 'text/plain')}
      disabled={lines.length === 0}
    >
      <Icon name="download" />
      keys.txt
    </Button>
  );
}
