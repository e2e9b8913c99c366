'use client';

import type { ButtonProps } from '@mantine/core';
import { Button, Tooltip } from '@mantine/core';
import type { MouseEvent } from 'react';

type Props = ButtonProps & {
  onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
  type?: 'button' | 'submit';
  /** Why it cannot be used now; shown on hover and focus, so the button stays in the tab order. */
  refusal?: string | undefined;
  /** What it does, where its label alone leaves that open; shown on hover and focus. */
  hint?: string | undefined;
};

/** A button that can say why it is disabled. */
export function ActionButton({ refusal, hint, onClick, type = 'button', ...rest }: Props) {
  if (!refusal) {
    const button = <Button {...rest} type={type} {...(onClick ? { onClick } : {})} />;
    return hint ? <Tooltip label={hint}>{button}</Tooltip> : button;
  }
  return (
    <Tooltip label={refusal}>
      <Button
        {...rest}
        type="button"
        aria-disabled
        data-disabled
        variant="default"
        onClick={(event) => event.preventDefault()}
      />
    </Tooltip>
  );
}
