import type { Page } from 'playwright-core';

/** Most script a page may need before it works, bytes as they travel. */
export const mostScript = { signIn: 230_000, any: 300_000 };

type Loaded = [address: string, bytes: number];

const loadedScripts = `performance.getEntriesByType('resource')
  .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
  .map(({ name, encodedBodySize }) => [name, encodedBodySize])`;

/**
 * Bytes of script that the document itself asks for, compressed as they travel. What comes later, as the charts do, is not counted.
 *
 * @param html the document as the server sent it
 */
export async function firstLoadBytes(page: Page, html: string): Promise<number> {
  const scripts = await page.evaluate<Loaded[]>(loadedScripts);
  const named = scripts.filter(([address]) => html.includes(fileOf(address)));
  return named.reduce((sum, [, bytes]) => sum + bytes, 0);
}

function fileOf(address: string): string {
  return new URL(address).pathname.split('/').at(-1) ?? '';
}
