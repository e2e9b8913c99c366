import { schemeField } from './scheme-field.ts';
import { brokenField, linkedField } from './template.ts';

/** What is wrong with the merge fields of a template, and the fix; undefined when all is well. */
export function fieldProblem(template: string): { detail: string; fix: string } | undefined {
  const broken = brokenField(template);
  if (broken !== undefined) {
    return {
      detail: `“${broken}” looks like a merge field but is none.`,
      fix: 'Write merge fields like {{first_name}} or {{first_name|there}}.',
    };
  }
  const linked = linkedField(template);
  if (linked !== undefined) {
    return {
      detail: `The fallback of “${linked}” is a link, which nobody could shorten or count there.`,
      fix: 'Write the link into the text itself, and give the merge field words as its fallback.',
    };
  }
  const scheme = schemeField(template);
  if (scheme === undefined) return undefined;
  return {
    detail: `“${scheme}” stands in the https:// of a link, which nobody could shorten or count then.`,
    fix: 'Write https:// whole into the text itself; a merge field may stand behind it.',
  };
}
