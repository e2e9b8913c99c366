import type { CampaignStatus } from '@sms-crm/contracts/campaigns';
import type { Tone } from '../ui/status-mark.tsx';
import { StatusMark } from '../ui/status-mark.tsx';

const looks: Record<CampaignStatus, { tone: Tone; words: string }> = {
  draft: { tone: 'neutral', words: 'Draft' },
  scheduled: { tone: 'info', words: 'Scheduled' },
  launching: { tone: 'live', words: 'Launching' },
  sending: { tone: 'live', words: 'Sending' },
  paused: { tone: 'warn', words: 'Paused' },
  completed: { tone: 'good', words: 'Completed' },
  canceled: { tone: 'neutral', words: 'Canceled' },
};

/** A state in one word. */
export function campaignStatusWords(status: CampaignStatus): string {
  return looks[status].words;
}

/** A campaign's state in words; the dot pulses while it runs, and is red while a kill switch halts it. */
export function CampaignStatusMark(props: { status: CampaignStatus; stopped?: boolean }) {
  const { tone, words } = looks[props.status];
  return props.stopped ? (
    <StatusMark tone="bad">{`${words}, stopped`}</StatusMark>
  ) : (
    <StatusMark tone={tone}>{words}</StatusMark>
  );
}
