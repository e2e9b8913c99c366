import type { TxContext } from '../context/context.ts';
import { DomainError } from '../context/errors.ts';
import { destinationProblem } from './destination.ts';
import { readLinkFacts } from './facts.ts';
import { writtenLinks } from './written-links.ts';

/**
 * Refuses a template with a link that nobody may follow. A link that somebody may still be typing is left to the launch.
 *
 * @throws DomainError `invalid_input` for the field `template`
 */
export async function refuseUnsafeLinks(ctx: TxContext, template: string): Promise<void> {
  const finished = writtenLinks(template).filter((link) => link.finished);
  if (finished.length === 0) return;
  const { destinations } = await readLinkFacts(ctx);
  for (const { url } of finished) {
    const problem = destinationProblem(url, destinations);
    if (problem === null) continue;
    const detail = `${problem.detail} ${problem.fix}`;
    throw new DomainError('invalid_input', { detail, fields: [{ field: 'template', detail }] });
  }
}
