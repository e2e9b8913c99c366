'use client';

import type { ButtonProps } from '@mantine/core';
import { Button, Tooltip } from '@mantine/core';
import { useState } from 'react';
import type { MouseEvent } from 'react';

type Plain = ButtonProps & {
  onClick?: (event: MouseEvent<HTMLButtonElement>) => void;
  type?: 'button' | 'submit';
};
type Props = Plain & {
  /** Why it cannot be used now; shown on hover and focus, so the button stays in the tab order. */
  refusal?: string | undefined;
  /** What it does, where its label alone leaves that open; shown on hover and focus. */
  hint?: string | undefined;
};

/** A button that can say why it is disabled. */
export function ActionButton({ refusal, hint, ...rest }: Props) {
  if (!refusal) return hint ? <HintedButton {...rest} hint={hint} /> : <Button type="button" {...rest} />;
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

/** Its hint goes with the click, so that it does not hide what the click changes. */
function HintedButton({ hint, onClick, ...rest }: Plain & { hint: string }) {
  const [clicked, setClicked] = useState(false);
  const forget = () => setClicked(false);
  return (
    <Tooltip label={hint} disabled={clicked}>
      <Button
        type="button"
        {...rest}
        onPointerLeave={forget}
        onBlur={forget}
        onClick={(event) => {
          setClicked(true);
          onClick?.(event);
        }}
      />
    </Tooltip>
  );
}
