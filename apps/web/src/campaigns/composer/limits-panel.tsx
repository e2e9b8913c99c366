'use client';

import { Button } from '@mantine/core';
import { useState } from 'react';
import { Choice } from '../../form/choice.tsx';
import { MomentField } from '../../form/moment-field.tsx';
import { fromWallClock, isWallClock, toWallClock } from '../../format/wall-clock.ts';
import { useSession } from '../../session/session-context.tsx';
import { Card } from '../../ui/card.tsx';
import type { Draft } from './use-draft.ts';

const overBudgetAnswers = [
  {
    value: 'wait' as const,
    label: 'Wait',
    description: 'They go on when the next day or month of the budget begins',
  },
  {
    value: 'skip' as const,
    label: 'Leave them out',
    description: 'They never get it; the report says that the budget was the reason',
  },
];

/** Until when it may send, and what happens to whom the budget does not reach. */
export function LimitsPanel({ draft, disabled }: { draft: Draft; disabled: boolean }) {
  const { fields, change } = draft;
  return (
    <Card title="Limits">
      <div className="flex flex-col gap-6">
        <EndField value={fields.endsAt} onChange={(endsAt) => change({ endsAt })} disabled={disabled} />
        <Choice
          question="Texts that the budget does not allow"
          value={fields.overBudget}
          onChange={(overBudget) => change({ overBudget })}
          answers={overBudgetAnswers}
          disabled={disabled}
        />
      </div>
    </Card>
  );
}

type EndProps = {
  value: string | null;
  onChange: (endsAt: string | null) => void;
  disabled: boolean;
};

function EndField({ value, onChange, disabled }: EndProps) {
  const { timeZone } = useSession().tenant;
  const [text, setText] = useState(value === null ? '' : toWallClock(value, timeZone));
  function type(typed: string): void {
    setText(typed);
    if (typed === '') onChange(null);
    else if (isWallClock(typed)) onChange(fromWallClock(typed, timeZone));
  }
  return (
    <div className="flex flex-wrap items-end gap-2">
      <MomentField
        label="Stop sending at"
        description={`Whoever was not reached by then is left out. On the clock of ${timeZone}; empty for no end.`}
        className="min-w-0 sm:max-w-md"
        readOnly={disabled}
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
      />
      {text !== '' && !disabled && (
        <Button variant="default" onClick={() => type('')}>
          No end
        </Button>
      )}
    </div>
  );
}
