import { workspacePackages } from '../workspace.ts';
import { checkPackage } from './check-package.ts';

/**
 * Checks every package of a workspace against the floors.
 *
 * @returns one readable line for each finding
 */
export function checkFloors(root: string): string[] {
  const all = workspacePackages(root);
  return all.flatMap((one) => checkPackage(root, one, all));
}
