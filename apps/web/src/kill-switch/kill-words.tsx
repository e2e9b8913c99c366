import type { ReactNode } from 'react';
import { formatPhone } from '../format/phones.ts';
import { AtCarrier } from './at-carrier.tsx';
import type { KillTarget } from './kill-switch-control.tsx';

type Words = { stops: string; goesOn: string; offAt: string };

const everything = 'campaigns, replies, automatic answers, tests and single texts';
const heard = 'People can still write to you, their opt-outs count, and links and reports work.';

const ofAll: Record<'platform' | 'tenant', Words> = {
  platform: {
    stops: `Texts of all organisations: ${everything}.`,
    goesOn: heard,
    offAt: 'Under Settings, by an admin of this installation: “Allow the whole installation again”.',
  },
  tenant: {
    stops: `Everything that is sent: ${everything}.`,
    goesOn: heard,
    offAt: 'In the red line at the top of every page: “Allow all sending again”.',
  },
};

function wordsOf(target: KillTarget): Words {
  if (target.scope === 'campaign') {
    return {
      stops: `The texts of “${target.name}”.`,
      goesOn: 'Other campaigns, replies and single texts.',
      offAt: 'In its report: “Allow this campaign again”.',
    };
  }
  if (target.scope === 'number') {
    return {
      stops: `Everything that is sent from ${formatPhone(target.name)}.`,
      goesOn: 'Texts from other numbers; what waits for this one is not moved to them.',
      offAt: 'On the page of the number: “Allow this number again”.',
    };
  }
  return ofAll[target.scope];
}

/** What a switch does, for somebody in a hurry: what stops, what does not, what is out of reach, and the way back. */
export function KillWords({ on, target }: { on: boolean; target: KillTarget }) {
  const { stops, goesOn, offAt } = wordsOf(target);
  if (on)
    return <p>What waited goes on, as far as its hours and limits allow. Nothing was lost meanwhile.</p>;
  return (
    <dl className="flex flex-col gap-3 [&_dt]:text-xs [&_dt]:font-semibold [&_dt]:text-soft">
      <Line term="Stops within one second">{stops}</Line>
      <Line term="Goes on">{goesOn}</Line>
      <Line term="Out of reach">
        <AtCarrier target={target} />
      </Line>
      <Line term="To turn it off again">
        {offAt} Nothing is deleted or canceled: what waits stays in line and goes on then.
      </Line>
    </dl>
  );
}

function Line(props: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{props.term}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
