'use client';

import { Button } from '@mantine/core';
import type { ThreadMessage } from '@sms-crm/contracts/conversations';
import { messageStatusWords } from '@sms-crm/contracts/message-status';
import { formatClock } from '../format/times.ts';
import { useSession } from '../session/session-context.tsx';
import { memberName } from './names.ts';
import { writeAgain } from './use-draft.ts';

const bubble =
  'w-fit max-w-[85%] rounded-2xl px-3.5 py-2 text-[0.9375rem] leading-snug [overflow-wrap:anywhere] whitespace-pre-wrap';

/** One text: theirs at the left, ours at the right, a campaign's folded behind its name. */
export function TextBubble({ text }: { text: ThreadMessage }) {
  const isOurs = text.direction === 'outbound';
  return (
    <div className={`flex flex-col gap-1 ${isOurs ? 'items-end' : 'items-start'}`}>
      {text.campaign && isOurs ? (
        <details className={`${bubble} bg-sunken`}>
          <summary className="cursor-pointer text-sm font-medium">{text.campaign.name} (campaign)</summary>
          {text.body}
        </details>
      ) : (
        <p className={`${bubble} ${isOurs ? 'rounded-br-md bg-accent-tint' : 'rounded-bl-md bg-sunken'}`}>
          {text.body === '' ? <em>No text</em> : text.body}
        </p>
      )}
      <Below text={text} />
    </div>
  );
}

const sentByItself = {
  'auto-reply': 'Automatic',
  help: 'Automatic',
  'opt-out-confirmation': 'Automatic',
} as const;

function Below({ text }: { text: ThreadMessage }) {
  const { tenant } = useSession();
  const isOurs = text.direction === 'outbound';
  const automatic = text.kind !== null && text.kind in sentByItself ? 'Automatic' : null;
  const by = text.author === null ? automatic : memberName(text.author);
  return (
    <>
      <p className="text-xs text-soft">
        {[isOurs ? by : null, isOurs ? messageStatusWords[text.status] : null].filter(Boolean).join(' · ')}
        {isOurs && ' · '}
        <time dateTime={text.at} suppressHydrationWarning>
          {formatClock(text.at, tenant.timeZone)}
        </time>
      </p>
      {text.failure && <Failure text={text} failure={text.failure} />}
    </>
  );
}

function Failure(props: { text: ThreadMessage; failure: NonNullable<ThreadMessage['failure']> }) {
  const { words, fix } = props.failure;
  return (
    <div className="max-w-[85%] text-right text-sm">
      <p className="font-medium text-bad">{words}</p>
      {fix !== '' && <p className="text-soft">{fix}</p>}
      {props.text.kind === 'reply' && (
        <Button variant="subtle" size="compact-xs" onClick={() => writeAgain(props.text.body)}>
          Write it again
        </Button>
      )}
    </div>
  );
}
