import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  addPlatformDnc,
  dncParams,
  listDncQuery,
  platformDncEntry,
  platformDncPage,
} from '@sms-crm/contracts/do-not-contact';
import { addPlatformDoNotContact } from '@sms-crm/domain/do-not-contact/add-platform';
import { listPlatformDoNotContact } from '@sms-crm/domain/do-not-contact/platform-list';
import { removePlatformDoNotContact } from '@sms-crm/domain/do-not-contact/remove-platform';

const tags = ['do-not-contact'];

export const platformDoNotContactRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/platform/do-not-contact',
    {
      schema: {
        tags,
        summary: 'Phones that nobody of the installation may text; for its admins',
        querystring: listDncQuery,
        response: { 200: platformDncPage },
      },
    },
    (request) => listPlatformDoNotContact(request.ctx, request.query),
  );
  app.post(
    '/platform/do-not-contact',
    {
      schema: {
        tags,
        summary: 'Forbid everybody of the installation to text a phone; for its admins',
        body: addPlatformDnc,
        response: { 201: platformDncEntry },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await addPlatformDoNotContact(request.ctx, request.body)),
  );
  app.delete(
    '/platform/do-not-contact/:phone',
    {
      schema: {
        tags,
        summary: 'Take a phone off the list of the whole installation; for its admins',
        params: dncParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await removePlatformDoNotContact(request.ctx, request.params);
      return reply.status(204).send(null);
    },
  );
};
