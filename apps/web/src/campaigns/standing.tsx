'use client';

import { Alert } from '@mantine/core';
import type { Campaign } from '@sms-crm/contracts/campaigns';
import { IconAlertTriangle, IconCalendarClock, IconPlayerPause } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { formatWallClock } from '../format/wall-clock.ts';
import { Moment } from '../ui/moment.tsx';

/** What a campaign waits for or was stopped by, with what to do about it; nothing while it just runs. */
export function Standing({ campaign, actions }: { campaign: Campaign; actions?: ReactNode }) {
  const { status, pauseDetail } = campaign;
  if (status === 'scheduled' && campaign.scheduledAt) {
    return (
      <Line
        color="blue"
        icon={<IconCalendarClock size={18} aria-hidden />}
        title="It starts by itself"
        actions={actions}
      >
        <Start at={campaign.scheduledAt} local={campaign.scheduleLocal} /> Who gets it is decided when the
        first text is sent.
      </Line>
    );
  }
  if (!pauseDetail || (status !== 'paused' && status !== 'draft')) return null;
  const paused = status === 'paused';
  return (
    <Line
      color={paused ? 'orange' : 'yellow'}
      icon={paused ? <IconPlayerPause size={18} aria-hidden /> : <IconAlertTriangle size={18} aria-hidden />}
      title={paused ? 'It paused by itself' : 'It did not start'}
      actions={actions}
    >
      {pauseDetail}
    </Line>
  );
}

function Start(props: { at: string; local: string | null }) {
  if (props.local === null) {
    return (
      <>
        On <Moment at={props.at} />.
      </>
    );
  }
  return (
    <>
      When it is {formatWallClock(props.local)} where each recipient is; for the first of them that is{' '}
      <Moment at={props.at} />.
    </>
  );
}

type LineProps = { color: string; icon: ReactNode; title: string; actions: ReactNode; children: ReactNode };

function Line(props: LineProps) {
  return (
    <Alert role="note" color={props.color} variant="light" icon={props.icon} title={props.title}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 basis-72 whitespace-pre-line">{props.children}</p>
        {props.actions}
      </div>
    </Alert>
  );
}
