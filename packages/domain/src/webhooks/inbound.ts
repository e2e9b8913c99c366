import type { z } from 'zod';
import type { Keyword } from '../opt-outs/keywords.ts';
import type { Surroundings } from './inbound-surroundings.ts';
import type { inboundParams } from './twilio-params.ts';

/** A text that came in; `due` says that its keyword changed something or asks for help, so that an answer is owed. */
export type Inbound = {
  id: string;
  at: Date;
  text: z.infer<typeof inboundParams>;
  around: Surroundings;
  keyword: Keyword | undefined;
  due: boolean;
};

/** Keywords are no replies in lists and counts; a YES of somebody who was not stopped is an ordinary reply. */
export function isKeyword({ keyword, due }: Inbound): boolean {
  return keyword !== undefined && (due || keyword.intent !== 'start');
}
