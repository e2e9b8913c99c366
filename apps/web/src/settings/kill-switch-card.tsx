'use client';

import type { KillSwitch } from '@sms-crm/contracts/kill-switch';
import { killSwitches as killSwitchesSchema } from '@sms-crm/contracts/kill-switch';
import { resource } from '../api/resource.ts';
import { useResource } from '../api/use-resource.ts';
import { KillSwitchControl } from '../kill-switch/kill-switch-control.tsx';
import { useSession } from '../session/session-context.tsx';
import { Card } from '../ui/card.tsx';
import { Moment } from '../ui/moment.tsx';
import { StatusMark } from '../ui/status-mark.tsx';

const switches = resource('/v1/kill-switch', killSwitchesSchema);

/** The switches that halt everything this organisation sends, and for its admins the one of the whole installation. */
export function KillSwitchCard() {
  const { killSwitches } = useSession();
  const mayUsePlatform = useResource(switches).data?.mayUsePlatform ?? false;
  const ofTenant = killSwitches.find(({ scope }) => scope === 'tenant');
  const ofPlatform = killSwitches.find(({ scope }) => scope === 'platform');
  return (
    <Card title="Kill switch">
      <StatusMark tone={ofTenant ? 'bad' : 'good'}>
        {ofTenant ? 'On: all sending is stopped' : 'Off: sending is allowed'}
      </StatusMark>
      {ofTenant ? (
        <Thrown item={ofTenant} />
      ) : (
        <p className="mt-2 text-sm text-soft">
          When something goes wrong, it stops every campaign within one second. What waits stays in line. A
          single campaign is stopped from its report, a number from its page.
        </p>
      )}
      <div className="mt-4">
        <KillSwitchControl target={{ scope: 'tenant' }} on={Boolean(ofTenant)} />
      </div>
      {mayUsePlatform && (
        <div className="mt-5 border-t border-line pt-5">
          <h3 className="text-sm font-semibold">The whole installation</h3>
          {ofPlatform ? (
            <Thrown item={ofPlatform} />
          ) : (
            <p className="mt-1 text-sm text-soft">
              Stops the texts of every organisation. You may use it as an admin of this installation.
            </p>
          )}
          <div className="mt-4">
            <KillSwitchControl target={{ scope: 'platform' }} on={Boolean(ofPlatform)} />
          </div>
        </div>
      )}
    </Card>
  );
}

function Thrown({ item }: { item: KillSwitch }) {
  return (
    <p className="mt-2 text-sm text-soft">
      “{item.reason}” – {item.by}, <Moment at={item.at} />
    </p>
  );
}
