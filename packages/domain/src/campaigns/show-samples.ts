import type { CampaignPreview } from '@sms-crm/contracts/campaigns';
import { mayDo } from '../context/actor.ts';
import type { TxContext } from '../context/context.ts';
import { mergeValues, type ContactFields } from './merge-values.ts';
import type { RenderedMessage } from './render-message.ts';

/** Bodies shown. */
const shownSamples = 5;

export type Recipient = ContactFields & { partMicros: number };
export type Rendered = { recipient: Recipient; text: RenderedMessage };

/** The texts of the first recipients and the longest of all, each with what its person's merge fields hold. */
export async function showSamples(
  ctx: TxContext,
  rendered: readonly Rendered[],
): Promise<CampaignPreview['samples']> {
  const chosen = chooseSamples(rendered);
  const people = mayDo(ctx.actor, 'contacts:read') ? chosen.map(({ recipient }) => recipient) : [];
  const values = await mergeValues(ctx, people);
  return chosen.map(({ recipient, text }) => ({
    contactId: recipient.id,
    name: [recipient.firstName, recipient.lastName].filter(Boolean).join(' '),
    phone: recipient.phone,
    body: text.body,
    parts: text.parts.parts,
    encoding: text.parts.encoding,
    values: values.get(recipient.id) ?? {},
  }));
}

/** Those whose text can be sent; a draft without a text is shown as people who would get one. */
export function chooseSamples(rendered: readonly Rendered[]): Rendered[] {
  const sendable = rendered.filter(({ text }) => text.problem === null);
  const all = sendable.length > 0 ? sendable : rendered;
  const [first, ...others] = all.slice(0, shownSamples);
  if (first === undefined) return [];
  const longest = all.reduce(longer, first);
  const shown = [first, ...others];
  return shown.includes(longest) ? shown : [...shown.slice(0, -1), longest];
}

function longer(one: Rendered, other: Rendered): Rendered {
  const more = other.text.parts.parts - one.text.parts.parts || other.text.body.length - one.text.body.length;
  return more > 0 ? other : one;
}
