import type { GateLine, MessageWhy } from '@sms-crm/contracts/messages';
import { IconCheck, IconClock, IconHandStop, IconMinus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Card } from '../ui/card.tsx';
import { Moment } from '../ui/moment.tsx';

type Answer = GateLine['answer'];

const looks: Record<Answer, { icon: ReactNode; words: string }> = {
  passed: { icon: <IconCheck size={16} className="text-good" aria-hidden />, words: 'Passed' },
  refused: { icon: <IconX size={16} className="text-bad" aria-hidden />, words: 'Refused' },
  waits: { icon: <IconClock size={16} className="text-warn" aria-hidden />, words: 'Waits' },
  halted: { icon: <IconHandStop size={16} className="text-bad" aria-hidden />, words: 'Halted' },
  'not-asked': { icon: <IconMinus size={16} className="text-soft" aria-hidden />, words: 'Not asked' },
  'does-not-apply': {
    icon: <IconMinus size={16} className="text-soft" aria-hidden />,
    words: 'Does not apply',
  },
};

const quiet: readonly Answer[] = ['not-asked', 'does-not-apply'];

/** What each gate said, in the order in which they are asked. */
export function Gates({ why }: { why: MessageWhy }) {
  return (
    <Card title="What each gate says">
      <ol aria-label="Gates" className="flex flex-col divide-y divide-line">
        {why.gates.map((line) => (
          <Line key={line.gate} line={line} />
        ))}
      </ol>
    </Card>
  );
}

function Line({ line }: { line: GateLine }) {
  const { icon, words } = looks[line.answer];
  const soft = quiet.includes(line.answer);
  return (
    <li className="grid grid-cols-[1.25rem_minmax(0,1fr)_auto] gap-x-3 py-3 text-sm first:pt-0 last:pb-0">
      <span className="mt-0.5">{icon}</span>
      <div className="min-w-0">
        <p className={soft ? 'text-soft' : 'font-medium'}>{line.words}</p>
        <p className="text-soft">
          {line.detail}
          {line.ruleVersion !== null && <span className="text-xs"> · rule version {line.ruleVersion}</span>}
        </p>
        {line.until && (
          <p className="text-soft">
            Until <Moment at={line.until} />
          </p>
        )}
      </div>
      <span className={soft ? 'text-soft' : 'font-medium'}>{words}</span>
    </li>
  );
}
