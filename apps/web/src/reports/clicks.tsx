import type { CampaignReport } from '@sms-crm/contracts/campaigns';
import { formatCount, formatCountOf } from '../format/numbers.ts';
import { Card } from '../ui/card.tsx';

/** Clicks by people and by bots, for each link of the text; nothing when the text has none. */
export function Clicks({ report }: { report: CampaignReport }) {
  const { links, clicks } = report;
  if (links.length === 0) return null;
  return (
    <Card title="Clicks">
      <section aria-label="Clicks on each link" tabIndex={0} className="scroll-cue relative overflow-x-auto">
        <table className="w-full border-collapse text-sm">
          <caption className="sr-only">Clicks on each link</caption>
          <thead>
            <tr className="border-b border-line text-xs text-soft">
              <th scope="col" className="py-2 pr-4 text-left font-medium">
                Link
              </th>
              <Head>By people</Head>
              <Head>By bots</Head>
              <Head>All</Head>
            </tr>
          </thead>
          <tbody>
            {links.map(({ url, human, all }) => (
              <Row key={url} name={url} human={human} all={all} />
            ))}
          </tbody>
          {links.length > 1 && (
            <tfoot>
              <Row name="All links" human={clicks.human} all={clicks.all} />
            </tfoot>
          )}
        </table>
      </section>
      <p className="mt-3 text-xs text-soft">
        {formatCountOf(clicks.recipients, 'recipient')} clicked. Bots are previews and scanners that open
        links by themselves; they are kept, and counted apart.
      </p>
    </Card>
  );
}

function Head(props: { children: string }) {
  return (
    <th scope="col" className="py-2 pl-4 text-right font-medium whitespace-nowrap max-sm:pl-3">
      {props.children}
    </th>
  );
}

function Row(props: { name: string; human: number; all: number }) {
  const cell = 'py-2 pl-4 text-right max-sm:pl-3';
  return (
    <tr className="border-b border-line last:border-0">
      <th scope="row" className="min-w-28 py-2 text-left font-normal [overflow-wrap:anywhere]">
        {props.name}
      </th>
      <td className={`${cell} font-semibold`}>{formatCount(props.human)}</td>
      <td className={cell}>{formatCount(props.all - props.human)}</td>
      <td className={cell}>{formatCount(props.all)}</td>
    </tr>
  );
}
