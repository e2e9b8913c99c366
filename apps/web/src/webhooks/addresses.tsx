import type { WebhookRefusal } from '@sms-crm/contracts/webhook-refusals';
import { differingPart } from './differing-part.ts';

/** The address that should have been signed beside the one the request showed, with what differs marked. */
export function Addresses({ refusal: { expectedUrl, seenUrl } }: { refusal: WebhookRefusal }) {
  if (seenUrl === expectedUrl) return <Address term="Address">{expectedUrl}</Address>;
  const { before, own, behind } = differingPart(seenUrl, expectedUrl);
  return (
    <div className="flex flex-col gap-1">
      <Address term="Expected">{expectedUrl}</Address>
      <Address term="Seen">
        {before}
        {own && <mark className="rounded-sm bg-accent-tint px-0.5 text-ink">{own}</mark>}
        {behind}
      </Address>
    </div>
  );
}

function Address(props: { term: string; children: React.ReactNode }) {
  return (
    <p className="text-xs">
      <span className="text-soft">{props.term}: </span>
      <code className="[overflow-wrap:anywhere]">{props.children}</code>
    </p>
  );
}
