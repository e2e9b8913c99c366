import type { z } from 'zod';
import type { MessageMedia } from '@sms-crm/contracts/messages';
import type { Finding } from '../opt-out-rules/matcher.ts';
import type { Keyword } from '../opt-outs/keywords.ts';
import type { Surroundings } from './inbound-surroundings.ts';
import type { inboundParams } from './twilio-params.ts';

/** A text that came in; `due` says that its keyword changed something or asks for help, so that an answer is owed. */
export type Inbound = {
  id: string;
  at: Date;
  text: z.infer<typeof inboundParams>;
  around: Surroundings;
  /** Of an opt-out in own words too: it is a STOP. */
  keyword: Keyword | undefined;
  finding: Finding | undefined;
  due: boolean;
  media: MessageMedia[];
};

/** Keywords are no replies in lists and counts; a YES of somebody who was not stopped is an ordinary reply. */
export function isKeyword({ keyword, due }: Inbound): boolean {
  return keyword !== undefined && (due || keyword.intent !== 'start');
}
