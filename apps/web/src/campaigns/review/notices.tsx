import { Alert } from '@mantine/core';
import type { Campaign, LaunchNotice } from '@sms-crm/contracts/campaigns';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { noticeFix } from './notice-fix.tsx';

type Props = { campaign: Campaign; blockers: LaunchNotice[]; warnings: LaunchNotice[] };

/** What prevents the launch, then what a careful person looks at first, each with its fix. */
export function Notices({ campaign, blockers, warnings }: Props) {
  // The list of exclusions says it too, with the button.
  const others = warnings.filter(({ code }) => code !== 'consent_unknown');
  if (blockers.length + others.length === 0) return null;
  return (
    <ul aria-label="Before you launch" className="flex flex-col gap-3">
      {blockers.map((notice) => (
        <Notice key={notice.code + notice.detail} notice={notice} campaign={campaign} blocking />
      ))}
      {others.map((notice) => (
        <Notice key={notice.code + notice.detail} notice={notice} campaign={campaign} />
      ))}
    </ul>
  );
}

function Notice(props: { notice: LaunchNotice; campaign: Campaign; blocking?: boolean }) {
  const { detail, fix, code } = props.notice;
  const Icon = props.blocking ? IconAlertTriangle : IconInfoCircle;
  return (
    <li>
      <Alert
        role="note"
        color={props.blocking ? 'red' : 'yellow'}
        variant="light"
        icon={<Icon size={18} aria-hidden />}
      >
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="min-w-0 flex-1 basis-60">
            {props.blocking && <span className="sr-only">Prevents the launch: </span>}
            <strong className="font-semibold">{detail}</strong> {fix}
          </p>
          <div className="flex flex-wrap gap-2 empty:hidden">{noticeFix(code, props.campaign)}</div>
        </div>
      </Alert>
    </li>
  );
}
