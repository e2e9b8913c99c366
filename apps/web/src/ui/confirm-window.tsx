'use client';

import { TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { DialogWindow } from './dialog-window.tsx';
import { FormButtons } from './form-buttons.tsx';

export type ConfirmProps = {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** What happens, in words. */
  children: ReactNode;
  confirmLabel: string;
  /** Of the button that leaves everything as it is: `Cancel`. */
  dismissLabel?: string;
  busy?: boolean;
  danger?: boolean;
  /** Text that must be typed before the confirmation works. */
  typed?: string | undefined;
  /** Another way to write the same. */
  typedAlso?: string;
  onConfirm: () => void;
};

/** Asks before something that cannot be taken back. */
export function ConfirmWindow(props: ConfirmProps) {
  return (
    <DialogWindow opened={props.opened} onClose={props.onClose} title={props.title}>
      <ConfirmForm {...props} />
    </DialogWindow>
  );
}

function ConfirmForm(props: ConfirmProps) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  function submit(event: FormEvent): void {
    event.preventDefault();
    // React lets events of a dialog bubble to a form around its button.
    event.stopPropagation();
    const answers = [props.typed, props.typedAlso];
    if (props.typed === undefined || answers.includes(text.trim())) return props.onConfirm();
    setWrong(true);
    field.current?.focus();
  }
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <div className="flex flex-col gap-2 text-soft">{props.children}</div>
      {props.typed !== undefined && (
        <TextInput
          ref={field}
          label={`Type ${props.typed} to confirm`}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={wrong ? `Type ${props.typed} exactly.` : undefined}
          autoComplete="off"
          data-autofocus
        />
      )}
      <FormButtons
        submit={props.confirmLabel}
        busy={props.busy ?? false}
        onCancel={props.onClose}
        cancel={props.dismissLabel}
        danger={props.danger}
      />
    </form>
  );
}
