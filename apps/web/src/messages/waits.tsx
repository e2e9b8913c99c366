import type { MessageWhy } from '@sms-crm/contracts/messages';
import { Card } from '../ui/card.tsx';
import { Moment } from '../ui/moment.tsx';

const whose = {
  recipients: 'With the people of the same places',
  number: 'With all texts of the campaign from this number',
};

/** What it waited for, oldest first. */
export function Waits({ waits }: { waits: MessageWhy['waits'] }) {
  return (
    <Card title="What it waited for">
      <ol className="flex flex-col divide-y divide-line">
        {waits.map((wait) => (
          <li key={`${wait.at}:${wait.reason}`} className="py-3 text-sm first:pt-0 last:pb-0">
            <p className="font-medium">{wait.words}</p>
            <p className="text-soft">
              From <Moment at={wait.at} />
              {wait.until && (
                <>
                  {' '}
                  until <Moment at={wait.until} />
                </>
              )}
            </p>
            <p className="text-xs text-soft">
              {whose[wait.of]} · rule version {wait.ruleVersion}
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
