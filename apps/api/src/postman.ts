import { writeFile } from 'node:fs/promises';
import { openApiText } from './artefacts/openapi-document.ts';
import { postmanText } from './artefacts/postman-collection.ts';

const target = new URL('../../../postman/sms-crm.postman_collection.json', import.meta.url);
await writeFile(target, postmanText(await openApiText()));
