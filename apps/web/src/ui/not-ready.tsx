import { SkeletonRows } from './skeleton.tsx';
import { ErrorState, ForbiddenState } from './states.tsx';
import type { DataState } from './table/data-state.ts';

/** What stands where content will: it is read, it is not theirs, or it failed. Null where it is ready. */
export function NotReady({
  state,
  rows,
  columns,
}: {
  readonly state: DataState;
  /** How many rows it takes while it is read, and how they are divided. */
  readonly rows: number;
  readonly columns: { readonly count: number; readonly className: string };
}) {
  switch (state.kind) {
    case 'loading':
      return <SkeletonRows rows={rows} columns={columns} label="Reading" />;
    case 'forbidden':
      return <ForbiddenState ask="an administrator">{state.sentence}</ForbiddenState>;
    case 'error':
      return (
        <ErrorState
          safe={state.safe}
          quote={state.quote ?? 'none'}
          {...(state.onRetry && { onRetry: state.onRetry })}
        >
          {state.sentence}
        </ErrorState>
      );
    default:
      return null;
  }
}
