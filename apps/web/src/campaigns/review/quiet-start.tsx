'use client';

import { Alert } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { StartMoment } from '@sms-crm/contracts/campaigns';
import { IconMoon } from '@tabler/icons-react';
import { formatCount, formatCountOf } from '../../format/numbers.ts';
import { DemoTime, Moment } from '../../ui/moment.tsx';
import { usePreviewAt } from '../preview.ts';

const typingPauseMs = 300;

type Props = { id: string; when: StartMoment | undefined };

/** Warns of a start in the quiet hours of recipients: how many would wait, and until when. */
export function QuietStart({ id, when }: Props) {
  const [asked] = useDebouncedValue(JSON.stringify(when), typingPauseMs);
  const current = asked === JSON.stringify(when) ? when : undefined;
  // A moment that is refused is told about when it is submitted.
  const { data: preview } = usePreviewAt(id, current);
  const { waiting = 0, firstOpensAt, lastOpensAt } = preview?.openings.quiet ?? {};
  if (!current || !preview || waiting === 0 || !firstOpensAt || !lastOpensAt) return null;
  return (
    <Alert role="note" color="yellow" variant="light" icon={<IconMoon size={18} aria-hidden />}>
      At that time {formatCount(waiting)} of {formatCountOf(preview.recipients, 'person', 'people')}{' '}
      {waiting === 1 ? 'is' : 'are'} in quiet hours; their texts wait until <Moment at={firstOpensAt} />
      <DemoTime at={firstOpensAt} />
      {lastOpensAt !== firstOpensAt && (
        <>
          , the last ones until <Moment at={lastOpensAt} />
        </>
      )}
      .
    </Alert>
  );
}
