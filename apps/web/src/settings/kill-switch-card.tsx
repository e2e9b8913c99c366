'use client';

import { KillSwitchControl } from '../kill-switch/kill-switch-control.tsx';
import { useSession } from '../session/session-context.tsx';
import { Card } from '../ui/card.tsx';
import { Moment } from '../ui/moment.tsx';
import { StatusMark } from '../ui/status-mark.tsx';

/** The switch that halts everything this organisation sends. */
export function KillSwitchCard() {
  const { killSwitches } = useSession();
  const thrown = killSwitches.find((item) => item.scope === 'tenant');
  return (
    <Card title="Kill switch">
      <StatusMark tone={thrown ? 'bad' : 'good'}>
        {thrown ? 'On: all sending is stopped' : 'Off: sending is allowed'}
      </StatusMark>
      <p className="mt-2 text-sm text-soft">
        {thrown ? (
          <>
            “{thrown.reason}” – {thrown.by}, <Moment at={thrown.at} />
          </>
        ) : (
          'When something goes wrong, it stops every campaign within one second. What waits stays in line. A single campaign is stopped from its report.'
        )}
      </p>
      <div className="mt-4">
        <KillSwitchControl target={{ scope: 'tenant' }} on={Boolean(thrown)} />
      </div>
    </Card>
  );
}
