import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import type { Tally } from './tally.ts';

/** Adds up all suites and writes the sums where `SMS_CRM_TALLY` says. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const path = process.env['SMS_CRM_TALLY'];
    if (path !== undefined) writeFileSync(path, JSON.stringify(addUp(modules, unhandled.length)));
  }
}

function addUp(modules: readonly TestModule[], unhandled: number): Tally {
  const sum: Tally = { passed: 0, failed: 0, skipped: [], unhandled, projects: [] };
  const projects = new Set<string>();
  for (const module of modules) {
    const failedBefore = sum.failed;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') sum.passed += 1;
      else if (state === 'failed') sum.failed += 1;
      else sum.skipped.push(`${module.relativeModuleId} > ${test.fullName}`);
      if (state === 'passed' || state === 'failed') projects.add(module.project.name);
    }
    // A file that cannot be loaded, or a hook that fails, has no failed test of its own.
    if (!module.ok() || module.state() === 'failed') sum.failed += sum.failed === failedBefore ? 1 : 0;
  }
  return { ...sum, projects: [...projects] };
}
