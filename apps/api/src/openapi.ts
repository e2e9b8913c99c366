import { writeFile } from 'node:fs/promises';
import { openApiText } from './artefacts/openapi-document.ts';

await writeFile(new URL('../../../docs/openapi.json', import.meta.url), await openApiText());
