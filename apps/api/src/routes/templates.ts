import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idParams } from '@sms-crm/contracts/scalars';
import {
  createTemplate,
  listTemplatesQuery,
  messageTemplate,
  templatePage,
  updateTemplate,
} from '@sms-crm/contracts/templates';
import { createTemplate as create } from '@sms-crm/domain/templates/create';
import { deleteTemplate } from '@sms-crm/domain/templates/delete';
import { listTemplates } from '@sms-crm/domain/templates/list';
import { updateTemplate as update } from '@sms-crm/domain/templates/update';

const tags = ['inbox'];

/** Canned replies. */
export const templateRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/templates',
    {
      schema: {
        tags,
        summary: 'Canned replies, the newest first',
        querystring: listTemplatesQuery,
        response: { 200: templatePage },
      },
    },
    (request) => listTemplates(request.ctx, request.query),
  );
  app.post(
    '/templates',
    {
      schema: {
        tags,
        summary: 'Add a canned reply',
        body: createTemplate,
        response: { 201: messageTemplate },
      },
    },
    async (request, reply) => reply.status(201).send(await create(request.ctx, request.body)),
  );
  app.patch(
    '/templates/:id',
    {
      schema: {
        tags,
        summary: 'Change a canned reply',
        params: idParams,
        body: updateTemplate,
        response: { 200: messageTemplate },
      },
    },
    (request) => update(request.ctx, { ...request.body, ...request.params }),
  );
  app.delete(
    '/templates/:id',
    { schema: { tags, summary: 'Delete a canned reply', params: idParams, response: { 204: z.null() } } },
    async (request, reply) => {
      await deleteTemplate(request.ctx, request.params);
      return reply.status(204).send(null);
    },
  );
};
