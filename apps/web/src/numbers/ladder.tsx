import type { NumberDetail } from '@sms-crm/contracts/numbers';
import { formatCount, formatCountOf } from '../format/numbers.ts';
import { formatDay } from '../format/times.ts';
import { Bar } from '../ui/bar.tsx';
import { warmUpReasonWords } from './number-words.ts';

type Rung = NumberDetail['ladder'][number];

/** Day by day: what was allowed and used, and what is to come if all goes well. */
export function Ladder({ rungs }: { rungs: Rung[] }) {
  if (rungs.length === 0) return null;
  const top = Math.max(...rungs.map((rung) => rung.allowance ?? rung.usedParts ?? 0), 1);
  return (
    <ol aria-label="Days of the warm-up" className="flex flex-col gap-1">
      {rungs.map((rung) => (
        <Step key={rung.day} rung={rung} top={top} />
      ))}
    </ol>
  );
}

function Step({ rung, top }: { rung: Rung; top: number }) {
  const { when, allowance, usedParts } = rung;
  const label = allowance === null ? 'No limit by the ramp' : formatCountOf(allowance, 'part');
  return (
    <li
      aria-current={when === 'today' ? 'date' : undefined}
      className={`grid grid-cols-[4.5rem_minmax(0,1fr)] items-center gap-x-4 rounded-md px-3 py-2 text-sm ${when === 'today' ? 'bg-accent-tint' : ''}`}
    >
      <span className={when === 'next' ? 'text-soft' : 'font-medium'}>
        {when === 'today' ? 'Today' : formatDay(rung.day)}
      </span>
      <div className="min-w-0">
        <p className="numeric mb-1.5 flex flex-wrap justify-between gap-x-4 text-xs">
          <span>
            Step {rung.level + 1}
            {rung.reason && <span className="text-soft"> · {warmUpReasonWords[rung.reason]}</span>}
          </span>
          <span className={when === 'next' ? 'text-soft' : ''}>
            {usedParts === null ? label : `${formatCount(usedParts)} of ${label}`}
          </span>
        </p>
        <Bar {...barOf(rung, top)} label={`${formatDay(rung.day)}: ${label}`} />
      </div>
    </li>
  );
}

/** Days gone by show how much of their share was used, days to come how high their share is. */
function barOf({ when, allowance, usedParts }: Rung, top: number) {
  if (when === 'next') return { share: (allowance ?? top) / top, tone: 'neutral' } as const;
  return { share: (usedParts ?? 0) / Math.max(allowance ?? top, 1), tone: 'accent' } as const;
}
