import type { CampaignReport } from '@sms-crm/contracts/campaigns';
import { formatCount, formatShare } from '../format/numbers.ts';
import { Card } from '../ui/card.tsx';
import { Figure } from '../ui/figure.tsx';
import { messagesPath } from './message-filters.ts';
import { NumberLink } from './number-link.tsx';
import { SaveClickers } from './save-clickers.tsx';

/** Who clicked, and on which link, people apart from machines; nothing when the text has no link. */
export function Clicks({ report }: { report: CampaignReport }) {
  const { clicks, campaign, totals } = report;
  if (clicks.links.length === 0) return null;
  const clickers = messagesPath(campaign.id, { status: 'clicked' });
  return (
    <Card title="Clicks" aside={<SaveClickers campaign={campaign} clicked={clicks.recipients} />}>
      <dl className="mb-5 grid grid-cols-3 gap-x-4 gap-y-5">
        <Figure label="People who clicked" note="first clicks">
          <NumberLink value={clicks.recipients} href={clickers} of="people who clicked" />
        </Figure>
        <Figure label="More clicks" note="by the same people, on any link">
          {formatCount(clicks.repeats)}
        </Figure>
        <Figure label="Click-through" note="of delivered">
          {formatShare(clicks.recipients, totals.delivered)}
        </Figure>
      </dl>
      <LinkTable report={report} />
      <p className="mt-3 text-xs text-soft">
        Machines are previews and scanners that open links by themselves; they are kept, and counted apart.
        All holds the same tap come twice, too.
      </p>
    </Card>
  );
}

function LinkTable({ report: { clicks, campaign } }: { report: CampaignReport }) {
  return (
    <section aria-label="Clicks on each link" tabIndex={0} className="scroll-cue relative overflow-x-auto">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">Clicks on each link</caption>
        <thead>
          <tr className="border-b border-line text-xs text-soft">
            <th scope="col" className="py-2 pr-4 text-left font-medium">
              Link
            </th>
            <Head>By people</Head>
            <Head>By machines</Head>
            <Head>All</Head>
          </tr>
        </thead>
        <tbody>
          {clicks.links.map((link) => (
            <Row
              key={link.id}
              name={link.url}
              {...link}
              href={messagesPath(campaign.id, { status: 'clicked', linkId: link.id })}
            />
          ))}
        </tbody>
        {clicks.links.length > 1 && (
          <tfoot>
            <Row name="All links" {...clicks} href={messagesPath(campaign.id, { status: 'clicked' })} />
          </tfoot>
        )}
      </table>
    </section>
  );
}

function Head(props: { children: string }) {
  return (
    <th scope="col" className="py-2 pl-4 text-right font-medium whitespace-nowrap max-sm:pl-3">
      {props.children}
    </th>
  );
}

type RowProps = { name: string; human: number; bot: number; all: number; href: string };

function Row({ name, human, bot, all, href }: RowProps) {
  const cell = 'py-2 pl-4 text-right max-sm:pl-3';
  return (
    <tr className="border-b border-line last:border-0">
      <th scope="row" className="min-w-28 py-2 text-left font-normal [overflow-wrap:anywhere]">
        {name}
      </th>
      <td className={`${cell} font-semibold`}>
        <NumberLink value={human} href={href} of={`clicks by people on ${name}`} />
      </td>
      <td className={cell}>{formatCount(bot)}</td>
      <td className={cell}>{formatCount(all)}</td>
    </tr>
  );
}
