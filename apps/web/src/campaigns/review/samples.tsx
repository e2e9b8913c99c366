import type { CampaignPreview } from '@sms-crm/contracts/campaigns';
import { formatCountOf } from '../../format/numbers.ts';
import { Card } from '../../ui/card.tsx';
import { Phone } from '../../ui/phone.tsx';
import { Bubble } from '../bubble.tsx';

/** The texts of the first recipients, exactly as they would be sent. */
export function Samples({ preview }: { preview: CampaignPreview }) {
  if (preview.samples.length === 0) return null;
  return (
    <Card title="What they get">
      <ul className="flex flex-col gap-5">
        {preview.samples.map((sample) => (
          <li key={sample.contactId}>
            <p className="mb-1.5 flex flex-wrap gap-x-2 text-xs text-soft">
              {sample.name && <strong className="font-medium text-ink">{sample.name}</strong>}
              <Phone value={sample.phone} />
              <span>
                · {formatCountOf(sample.parts, 'part')}, {sample.encoding}
              </span>
            </p>
            {sample.body === '' ? (
              <p className="text-sm text-soft">The text is empty.</p>
            ) : (
              <Bubble body={sample.body} />
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
