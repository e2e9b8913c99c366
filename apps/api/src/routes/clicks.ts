import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  clickSettings,
  createReclassification,
  maxCountryDatabaseBytes,
  reclassification,
  updateClickSettings,
  type ClickSettings,
} from '@sms-crm/contracts/clicks';
import { idParams } from '@sms-crm/contracts/scalars';
import { deleteCountryDatabase } from '@sms-crm/domain/clicks/delete-country-database';
import { getReclassification } from '@sms-crm/domain/clicks/get-reclassification';
import { getClickSettings } from '@sms-crm/domain/clicks/get-settings';
import { putCountryDatabase } from '@sms-crm/domain/clicks/put-country-database';
import { startReclassification } from '@sms-crm/domain/clicks/start-reclassification';
import { updateClickSettings as update } from '@sms-crm/domain/clicks/update-settings';
import { digesting } from '../uploads/digest.ts';
import { multipartOverhead, receiveFile } from '../uploads/receive-file.ts';

const tags = ['clicks'];

export const clickRoutes: FastifyPluginAsyncZod = async (app) => {
  // The verb counts the bytes itself; the parser's own limit only stops reading what nobody will use.
  await app.register(multipart, {
    throwFileSizeLimit: false,
    limits: { files: 1, fields: 1, fieldSize: 1_000, fileSize: maxCountryDatabaseBytes + 1 },
  });
  app.get(
    '/click-settings',
    {
      schema: {
        tags,
        summary: 'How clicks are judged and kept',
        response: { 200: clickSettings },
      },
    },
    (request) => getClickSettings(request.ctx),
  );
  app.put(
    '/click-settings',
    {
      schema: {
        tags,
        summary: 'Change how clicks are judged and kept from now on',
        description: 'What is left out stays as it is.',
        body: updateClickSettings,
        response: { 200: clickSettings },
      },
    },
    (request) => update(request.ctx, request.body),
  );
  app.put(
    '/click-settings/country-database',
    {
      bodyLimit: maxCountryDatabaseBytes + multipartOverhead,
      schema: {
        tags,
        summary: 'Supply the database that tells the countries of clicks',
        description: 'The part `file` of the form is a file in MMDB format, of at most 64 MiB.',
        consumes: ['multipart/form-data'],
        response: { 200: clickSettings },
      },
    },
    (request) => upload(request),
  );
  app.delete(
    '/click-settings/country-database',
    { schema: { tags, summary: 'Take that database away', response: { 200: clickSettings } } },
    (request) => remove(request),
  );
  app.post(
    '/click-reclassifications',
    {
      schema: {
        tags,
        summary: 'Judge past clicks again by the rules of now',
        body: createReclassification,
        response: { 202: reclassification },
      },
    },
    async (request, reply) => reply.status(202).send(await startReclassification(request.ctx, request.body)),
  );
  app.get(
    '/click-reclassifications/:id',
    {
      schema: {
        tags,
        summary: 'How far such a run is',
        params: idParams,
        response: { 200: reclassification },
      },
    },
    (request) => getReclassification(request.ctx, request.params),
  );
};

async function upload(request: FastifyRequest): Promise<ClickSettings> {
  const file = await receiveFile(request);
  await putCountryDatabase(request.ctx, { ...file, content: digesting(request, file) }).finally(() =>
    file.content.resume(),
  );
  return getClickSettings(request.ctx);
}

async function remove(request: FastifyRequest): Promise<ClickSettings> {
  await deleteCountryDatabase(request.ctx);
  return getClickSettings(request.ctx);
}
