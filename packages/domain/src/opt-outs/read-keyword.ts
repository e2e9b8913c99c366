import { matchKeyword, type Keyword } from './keywords.ts';

const intents = { STOP: 'stop', START: 'start', HELP: 'help' } as const;

/**
 * The keyword that an inbound text is, if it is one.
 *
 * @param text.OptOutType what the carrier says it was, when it has answered it already
 */
export function readKeyword(text: {
  Body: string;
  OptOutType?: keyof typeof intents | undefined;
}): Keyword | undefined {
  const matched = matchKeyword(text.Body);
  if (text.OptOutType === undefined) return matched;
  return { intent: intents[text.OptOutType], language: matched?.language ?? 'en' };
}
