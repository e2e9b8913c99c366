import type { CampaignPreview } from '@sms-crm/contracts/campaigns';
import { formatCount, formatCountOf, formatShare } from '../../format/numbers.ts';
import { Bar } from '../../ui/bar.tsx';
import { Card } from '../../ui/card.tsx';

/** How many recipients get a text of how many parts. */
export function PartsBreakdown({ preview }: { preview: CampaignPreview }) {
  const { partsPerMessage, exact, sampled } = preview;
  if (partsPerMessage.length === 0) return null;
  const all = partsPerMessage.reduce((sum, { messages }) => sum + messages, 0);
  return (
    <Card title="Parts of each text">
      <ul className="flex flex-col gap-3.5 text-sm">
        {partsPerMessage.map(({ parts, messages }) => {
          const share = formatShare(messages, all);
          return (
            <li key={parts}>
              <p className="numeric mb-1.5 flex justify-between gap-4">
                <span>{formatCountOf(parts, 'part')}</span>
                <span>
                  {formatCountOf(messages, 'text')} <span className="text-soft">· {share}</span>
                </span>
              </p>
              <Bar
                share={all === 0 ? 0 : messages / all}
                label={`${formatCountOf(parts, 'part')}: ${share} of the texts`}
                tone={parts === 1 ? 'accent' : 'warn'}
              />
            </li>
          );
        })}
      </ul>
      {!exact && (
        <p className="mt-4 text-xs text-soft">
          Estimated from the texts of the first {formatCount(sampled)} recipients.
        </p>
      )}
    </Card>
  );
}
