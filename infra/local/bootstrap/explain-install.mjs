import { StartError } from './errors.mjs';

/**
 * Turns the output of a failed installation into a cause and a fix.
 *
 * @param {string} output what the package manager printed last
 * @param {string} pnpm its exact version, e.g. `pnpm@12.0.0`
 */
export function explainInstall(output, pnpm) {
  const tail = output.split('\n').slice(-25).join('\n');
  if (/spawn npx ENOENT/.test(output)) {
    return new StartError('npx was not found.', 'Install npm (it comes with Node) and run this again.', tail);
  }
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET|network/i.test(output)) {
    return new StartError(
      'The npm registry could not be reached, so the dependencies are not installed.',
      'Check the network and proxy settings (npm ping shows whether it works) and run this again.',
      tail,
    );
  }
  if (/ERR_PNPM_OUTDATED_LOCKFILE/.test(output)) {
    return new StartError(
      'pnpm-lock.yaml does not match the package.json files.',
      `Run npx -y ${pnpm} install and commit the lockfile.`,
      tail,
    );
  }
  if (/ENOSPC/.test(output)) {
    return new StartError('The disk is full.', 'Free about 2 GB and run this again.', tail);
  }
  return new StartError(
    'The dependencies could not be installed.',
    `See the lines above; npx -y ${pnpm} install shows everything.`,
    tail,
  );
}
