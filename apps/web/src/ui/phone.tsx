'use client';

import type { ClipboardEvent } from 'react';
import { formatPhone } from '../format/phones.ts';

/** A phone formatted to read; copying it gives the E.164 form. */
export function Phone(props: { value: string }) {
  function copyE164(event: ClipboardEvent): void {
    event.clipboardData.setData('text/plain', props.value);
    event.preventDefault();
  }
  return (
    <span className="numeric whitespace-nowrap" title={props.value} onCopy={copyE164}>
      {formatPhone(props.value)}
    </span>
  );
}
