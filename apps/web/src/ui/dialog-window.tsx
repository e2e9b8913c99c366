'use client';

import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

export type DialogProps = {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Mantine size or pixels. */
  size?: string | number;
  /** Only its own buttons close it: neither Esc nor a click outside. */
  mustAnswer?: boolean;
};

/** A modal dialog: Esc and a click outside close it unless it must be answered, focus goes back to where it came from. */
export function DialogWindow({ mustAnswer = false, ...props }: DialogProps) {
  return (
    <Modal.Root
      opened={props.opened}
      onClose={props.onClose}
      closeOnEscape={!mustAnswer}
      closeOnClickOutside={!mustAnswer}
      size={props.size ?? 480}
      centered
    >
      <Modal.Overlay backgroundOpacity={0.45} blur={2} />
      <Modal.Content>
        <div className="flex items-start justify-between gap-4 px-5 pt-5">
          <Modal.Title className="text-lg font-semibold">{props.title}</Modal.Title>
          {!mustAnswer && <Modal.CloseButton aria-label="Close" />}
        </div>
        <Modal.Body className="px-5 pt-2 pb-5">{props.children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
