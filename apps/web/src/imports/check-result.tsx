'use client';

import { Alert, Button } from '@mantine/core';
import type { ImportTotals, ImportView } from '@sms-crm/contracts/imports';
import { importView } from '@sms-crm/contracts/imports';
import { IconInfoCircle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { formatCount, formatCountOf } from '../format/numbers.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { Card } from '../ui/card.tsx';
import { CancelImport } from './cancel-import.tsx';
import { ImportFigures } from './import-figures.tsx';
import { ImportNotices } from './import-notices.tsx';
import { RejectedRows } from './rejected-rows.tsx';
import { oneImport } from './resources.ts';

type Props = { view: ImportView; totals: ImportTotals; onChange: () => void };

/** What the dry run found, and the button that imports it. */
export function CheckResult({ view, totals, onChange }: Props) {
  const queries = useQueryClient();
  const refusal = useRefusal('contacts:import');
  const commit = useAction({
    run: () => api(`/v1/imports/${view.id}/commit`, importView, { method: 'POST', body: {} }),
    onDone: (started) => queries.setQueryData(oneImport(view.id).queryKey, started),
  });
  const nobody = totals.accepted === 0;
  return (
    <div className="flex flex-col gap-5">
      <Card title="What will happen">
        <ImportFigures totals={totals} />
        <ImportNotices totals={totals} />
        <UnknownConsent totals={totals} />
        <div className="mt-6 flex flex-wrap justify-end gap-2">
          <CancelImport view={view} />
          <Button variant="default" onClick={onChange}>
            Change settings
          </Button>
          <ActionButton
            loading={commit.isPending}
            refusal={nobody ? 'No row can be imported. Change the settings or the file.' : refusal}
            onClick={() => commit.mutate()}
          >
            {`Import ${formatCountOf(totals.accepted, 'contact')}`}
          </ActionButton>
        </div>
      </Card>
      <RejectedRows view={view} totals={totals} />
    </div>
  );
}

function UnknownConsent({ totals }: { totals: ImportTotals }) {
  const unknown = totals.accepted - totals.withConsent;
  if (unknown === 0) return null;
  return (
    <Alert color="yellow" variant="light" icon={<IconInfoCircle size={18} aria-hidden />} mt="lg">
      {formatCount(unknown)} of them come without a record of how they agreed. They are imported as unknown,
      and marketing texts will not reach them until you record it.
    </Alert>
  );
}
