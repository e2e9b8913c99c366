import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Test files that take longest, each of which would run on alone if it began late. */
const longest = [
  'e2e/pages.test.ts',
  'e2e/send-storm.test.ts',
  'e2e/newcomer.test.ts',
  'e2e/inbox.test.ts',
  'e2e/click-faults.test.ts',
  'domain/test/finish-run.test.ts',
  'domain/test/model.test.ts',
  'domain/test/freeze-chunks.test.ts',
  'simulator/test/page.test.ts',
  'local/test/stop.test.ts',
  'api/test/main.test.ts',
];

/** The order of test files of a fresh clone, which remembers no times: in each project those that take longest go first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = super.sort.bind(this);
    const byProject = Map.groupBy(await usual(files), ({ project }) => project);
    return [...byProject.values()].flatMap((own) => own.toSorted((a, b) => placeOf(a) - placeOf(b)));
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = longest.findIndex((end) => moduleId.endsWith(`/${end}`));
  return place === -1 ? longest.length : place;
}
