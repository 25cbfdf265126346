'use client';

import { Dialog as Primitive } from '@base-ui/react/dialog';
import { type ReactElement, type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { cn } from './cn.ts';
import { Field } from './field.tsx';
import { typedMatches } from './hold.ts';
import { HoldButton } from './hold-button.tsx';
import { Or } from './or.tsx';
import { useFirstFocus, useScene } from './scene.tsx';
import { FLOAT_CLASS, SCRIM_CLASS, STAGE_CLASS } from './surface.ts';
import { TextInput } from './text-input.tsx';

/** How much the act asks for before it is meant: a press, its object's name, or a long press. */
export type Assurance =
  | { readonly kind: 'press' }
  | { readonly kind: 'type'; readonly word: string; readonly label: string }
  | { readonly kind: 'hold' }
  | { readonly kind: 'type-or-hold'; readonly word: string; readonly label: string };

export type ConfirmDialogProps = {
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly trigger?: ReactElement;
  /** The question with its numbers: "Cancel 14 orders at 3 venues?" */
  readonly title: ReactNode;
  /** What stays, what is refused, who can undo it. */
  readonly description: ReactNode;
  readonly children?: ReactNode;
  /** The act as a button: "Cancel 14 orders". */
  readonly act: ReactNode;
  readonly onConfirm: () => void;
  readonly assurance?: Assurance;
  readonly busy?: boolean;
  /** The way out; it is never the louder of the two. */
  readonly leave?: ReactNode;
};

/** Asks before an act that others feel. It names the object and cannot be left by a stray press. */
export function ConfirmDialog({
  trigger,
  title,
  description,
  children,
  act,
  onConfirm,
  assurance = { kind: 'press' },
  busy = false,
  leave = 'Back',
  ...root
}: ConfirmDialogProps) {
  const { container, still } = useScene();
  const focus = useFirstFocus();
  return (
    <Primitive.Root modal={!still} disablePointerDismissal {...root}>
      {trigger !== undefined && <Primitive.Trigger render={trigger} />}
      <Primitive.Portal container={container}>
        <Primitive.Backdrop className={cn(SCRIM_CLASS, 'z-dialog')} />
        <Primitive.Viewport className={cn(STAGE_CLASS, 'z-dialog items-center')}>
          <Primitive.Popup
            role="alertdialog"
            {...focus}
            className={cn(FLOAT_CLASS, 'w-full max-w-110')}
          >
            <div className="flex flex-col gap-3 px-4 py-4">
              <div>
                <Primitive.Title className="text-balance text-title">{title}</Primitive.Title>
                <Primitive.Description className="pt-0.5 text-ink-2">
                  {description}
                </Primitive.Description>
              </div>
              {children}
              <Assured assurance={assurance} act={act} busy={busy} onConfirm={onConfirm} />
            </div>
            <div className="flex items-center border-t px-4 py-3">
              <Primitive.Close render={<Button variant="quiet" className="-ml-2" />}>
                {leave}
              </Primitive.Close>
            </div>
          </Primitive.Popup>
        </Primitive.Viewport>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** The step that means it, as strong as the act asks for. Also used where no dialog stands. */
export function Assured({
  assurance,
  act,
  busy = false,
  onConfirm,
}: {
  readonly assurance: Assurance;
  readonly act: ReactNode;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
}) {
  if (assurance.kind === 'press' || assurance.kind === 'hold') {
    return assurance.kind === 'hold' ? (
      <HoldButton onConfirm={onConfirm} disabled={busy}>
        {act}
      </HoldButton>
    ) : (
      <Button variant="danger-solid" size="large" wide busy={busy} onClick={onConfirm}>
        {act}
      </Button>
    );
  }
  return <Typed assurance={assurance} act={act} busy={busy} onConfirm={onConfirm} />;
}

function Typed({
  assurance,
  act,
  busy,
  onConfirm,
}: {
  readonly assurance: Extract<Assurance, { word: string }>;
  readonly act: ReactNode;
  readonly busy: boolean;
  readonly onConfirm: () => void;
}) {
  const [typed, setTyped] = useState('');
  const ready = typedMatches(typed, assurance.word);
  const holdable = assurance.kind === 'type-or-hold' && !ready;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy) onConfirm();
      }}
    >
      <Field label={assurance.label}>
        <TextInput
          value={typed}
          onValueChange={setTyped}
          spellCheck={false}
          data-autofocus=""
          after={<span className="text-ink-3 text-label">{assurance.word}</span>}
        />
      </Field>
      {assurance.kind === 'type-or-hold' && <Or>or hold</Or>}
      {holdable ? (
        <HoldButton onConfirm={onConfirm} disabled={busy}>
          {act}
        </HoldButton>
      ) : (
        <Button
          type="submit"
          variant="danger-solid"
          size="large"
          wide
          busy={busy}
          disabled={!ready}
        >
          {act}
        </Button>
      )}
    </form>
  );
}
