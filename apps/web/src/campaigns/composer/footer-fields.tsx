'use client';

import { Tick } from '../../form/tick.tsx';
import { useSession } from '../../session/session-context.tsx';
import type { Draft } from './use-draft.ts';

/** Who the text is from and how to stop it: added unless somebody leaves it out. */
export function FooterFields({ draft, disabled }: { draft: Draft; disabled: boolean }) {
  const { fields, change } = draft;
  const { brandName } = useSession().tenant;
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 p-0 text-sm font-medium">Added to the text</legend>
      <Tick
        label={`Say that it is from ${brandName}`}
        description={`“${brandName}: ” stands before a text that does not name it`}
        checked={fields.addBrand}
        disabled={disabled}
        onChange={(addBrand) => change({ addBrand })}
      />
      <Tick
        label="Say how to opt out"
        description="“Reply STOP to opt out” ends the first text to a contact, and again every 30 days"
        checked={fields.addOptOut}
        disabled={disabled}
        onChange={(addOptOut) => change({ addOptOut })}
      />
    </fieldset>
  );
}
