import { buildUnconnectedApp } from './unconnected-app.ts';

/** The API's description as it stands in `docs/openapi.json`. */
export async function openApiText(): Promise<string> {
  const app = await buildUnconnectedApp();
  try {
    return `${JSON.stringify(app.swagger(), null, 2)}\n`;
  } finally {
    await app.close();
  }
}
