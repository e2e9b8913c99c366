// The launcher with the services alone: everything a stop has to end, ready in two seconds.
import { runInstallation } from '../../src/installation.ts';
import { placesOf } from '../../src/paths.ts';
import { Progress } from '../../src/progress.ts';
import { ensureSecrets } from '../../src/secrets.ts';
import { startServices } from '../../src/services.ts';

const progress = new Progress();
const places = placesOf(process.env);
const code = await runInstallation({
  places,
  progress,
  bringUp: async (supervisor) => {
    const secrets = ensureSecrets(places.secrets);
    const services = await startServices({ supervisor, places, secrets, progress, given: {} });
    progress.line(`READY ${JSON.stringify(services)}`);
    return new Promise<number>(() => undefined);
  },
});
process.exit(code);
