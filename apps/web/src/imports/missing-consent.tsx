'use client';

import type { ImportView } from '@sms-crm/contracts/imports';
import { useState } from 'react';
import { useResource } from '../api/use-resource.ts';
import { RecordGroupConsent } from '../contacts/record-group-consent.tsx';
import { contactsWithoutConsent } from '../contacts/resources.ts';
import { formatCountOf } from '../format/numbers.ts';

/**
 * How many came without a record of their agreement. An import's numbers stay as they were; what was
 * recorded since is read from the contacts, and done here as long as any may be left.
 */
export function MissingConsent({ view, unknown }: { view: ImportView; unknown: number }) {
  const [recorded, setRecorded] = useState<number>();
  const tag = view.settings?.tags[0];
  const left = useResource(contactsWithoutConsent(tag)).data?.items.length;
  const whose = tag ? `contact tagged “${tag}”` : 'contact';
  return (
    <div className="mt-6 flex flex-wrap items-center justify-between gap-3 border-t border-line pt-5">
      <div className="max-w-prose text-sm text-soft">
        <p>
          When this file was imported, {formatCountOf(unknown, 'contact')} came without a record of how they
          agreed. {left === 0 ? `By now there is no ${whose} whose agreement is unknown.` : skipWords}
        </p>
        <output className="mt-1 block font-medium text-ink">
          {recorded !== undefined && `Recorded just now for ${formatCountOf(recorded, 'contact')}.`}
        </output>
      </div>
      {left !== 0 && recorded === undefined && (
        <RecordGroupConsent
          audience={{ type: 'import', importId: view.id }}
          who="these contacts"
          onDone={setRecorded}
        />
      )}
    </div>
  );
}

const skipWords = 'Marketing texts skip whoever still has none.';
