import { Button } from '@/ui/button.tsx';
import { EmptyState } from '@/ui/states.tsx';
import type { DataState } from '@/ui/table/data-state.ts';

/** Why something is not shown: what happened, what is safe, and another try where one may help. */
export function StateNotice({ state }: { readonly state: DataState }) {
  if (state.kind === 'forbidden') return <EmptyState next={state.ask}>{state.sentence}</EmptyState>;
  if (state.kind !== 'error') return null;
  const { sentence, safe, quote, onRetry } = state;
  return (
    <div role="alert">
      <EmptyState
        next={
          <>
            {safe}{' '}
            {quote !== undefined && (
              <>
                Quote <span className="select-all font-mono">{quote}</span>.
              </>
            )}
          </>
        }
        act={onRetry && <Button onClick={onRetry}>Try again</Button>}
      >
        {sentence}
      </EmptyState>
    </div>
  );
}
