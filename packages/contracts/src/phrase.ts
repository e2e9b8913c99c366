import { text } from './scalars.ts';

const mostChars = 80;

/** Gaps of one phrase: more say nothing that several phrases do not say more clearly. */
const mostGaps = 5;

/**
 * Words as they may stand anywhere in a text; case, accents and punctuation do not matter. `*` stands for up to three words,
 * `a|b` for one of several.
 */
export const phrase = text
  .trim()
  .max(mostChars)
  .regex(/[\p{L}\p{N}]/u, 'Write at least one letter or digit')
  .refine(
    (value) => value.split(/\s+/u).filter((part) => part === '*').length <= mostGaps,
    `Use * at most ${mostGaps} times in one phrase; several shorter phrases find the same`,
  );
