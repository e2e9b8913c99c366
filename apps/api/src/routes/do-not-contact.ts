import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addDnc, dncEntry, dncPage, dncParams, listDncQuery } from '@sms-crm/contracts/do-not-contact';
import { addDoNotContact } from '@sms-crm/domain/do-not-contact/add';
import { listDoNotContact } from '@sms-crm/domain/do-not-contact/list';
import { removeDoNotContact } from '@sms-crm/domain/do-not-contact/remove';

const tags = ['do-not-contact'];

export const doNotContactRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/do-not-contact',
    {
      schema: {
        tags,
        summary: 'Phones that must not be texted',
        querystring: listDncQuery,
        response: { 200: dncPage },
      },
    },
    (request) => listDoNotContact(request.ctx, request.query),
  );
  app.post(
    '/do-not-contact',
    { schema: { tags, summary: 'Put a phone on the list', body: addDnc, response: { 201: dncEntry } } },
    async (request, reply) => reply.status(201).send(await addDoNotContact(request.ctx, request.body)),
  );
  app.delete(
    '/do-not-contact/:phone',
    {
      schema: {
        tags,
        summary: 'Take a phone off the list, if people of the tenant put it there',
        params: dncParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await removeDoNotContact(request.ctx, request.params);
      return reply.status(204).send(null);
    },
  );
};
