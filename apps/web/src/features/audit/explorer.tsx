'use client';

import { Link } from '@/ui/link.tsx';
import { useAuditAddress } from './address.ts';
import { EventPart, EventTitle } from './event-part.tsx';
import { ExplorerView } from './explorer-view.tsx';
import { ExportMenu } from './export-menu.tsx';
import { FACET_GROUPS } from './facet-groups.ts';
import { LogPanel } from './log-panel.tsx';
import { useEvent } from './use-event.ts';
import { useExplorer } from './use-explorer.ts';
import { useLog } from './use-log.tsx';
import { VerificationView } from './verification-view.tsx';

/** A facet with one value only says nothing: a client has one client, and most logs one chain. */
function groupsFor(own: boolean, chains: number) {
  return FACET_GROUPS.filter(
    ({ id }) => (id !== 'client' || !own) && (id !== 'chain' || chains > 1),
  );
}

/** The explorer of the log: find events, look at one, and see how the log stands. */
export function Explorer() {
  const log = useLog();
  const { head, headState, ways, own, verification } = log;
  const address = useAuditAddress();
  const data = useExplorer(log, address);
  const parts = useEvent(log, address.open);
  return (
    <ExplorerView
      data={data}
      address={address}
      groups={groupsFor(own, data.chains)}
      tools={<ExportMenu search={address.search} total={data.total} />}
      openTitle={<EventTitle parts={parts} />}
      open={
        <>
          {address.open !== null && (
            <p className="pb-2">
              <Link href={ways.event(address.open)}>On a page of its own</Link>
            </p>
          )}
          <EventPart parts={parts} ways={ways} />
        </>
      }
      aside={
        <>
          <VerificationView
            state={verification.state}
            total={head?.treeSize ?? null}
            onStart={verification.start}
            onCancel={verification.cancel}
          />
          <LogPanel head={head} state={headState} />
        </>
      }
    />
  );
}
