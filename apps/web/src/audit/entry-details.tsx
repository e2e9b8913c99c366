'use client';

import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { AuditEntry } from '@sms-crm/contracts/access';
import { Dialog } from '../ui/dialog.tsx';
import { Facts } from '../ui/facts.tsx';
import { Moment } from '../ui/moment.tsx';
import { actionWords, actorWords } from './audit-words.ts';
import { EntryTarget } from './entry-target.tsx';

/** One entry whole, with the state before and after. */
export function EntryDetails({ entry }: { entry: AuditEntry }) {
  const [opened, { open, close }] = useDisclosure(false);
  const what = actionWords(entry.action);
  const who = actorWords(entry);
  return (
    <>
      <Button variant="default" size="xs" aria-label={`Details: ${what}, ${who}`} onClick={open}>
        Details
      </Button>
      <Dialog opened={opened} onClose={close} title={what} size={620}>
        <Facts
          rows={[
            { term: 'When', value: <Moment at={entry.at} /> },
            { term: 'Who', value: entry.actorType === 'job' ? who : `${who} (${entry.actorType})` },
            { term: 'Action', value: <code className="text-xs">{entry.action}</code> },
            { term: 'On', value: <EntryTarget entry={entry} /> },
            { term: 'Its id', value: entry.targetId ?? '–' },
            { term: 'From', value: entry.ip ?? '–' },
            { term: 'Request', value: entry.requestId ?? '–' },
          ]}
        />
        <State title="Before" value={entry.before} />
        <State title="After" value={entry.after} />
      </Dialog>
    </>
  );
}

function State(props: { title: string; value: unknown }) {
  if (props.value === null || props.value === undefined) return null;
  return (
    <section
      aria-label={props.title}
      tabIndex={0}
      className="mt-4 max-h-64 overflow-auto rounded-md bg-sunken p-3"
    >
      <h3 className="mb-1 text-xs font-semibold text-soft">{props.title}</h3>
      <pre className="m-0 font-mono text-xs">{JSON.stringify(props.value, null, 2)}</pre>
    </section>
  );
}
