import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  apiKeyPage,
  auditPage,
  auditQuery,
  createApiKey,
  createdApiKey,
  rolePage,
} from '@sms-crm/contracts/access';
import { pageQuery } from '@sms-crm/contracts/paging';
import { idParams } from '@sms-crm/contracts/scalars';
import { createApiKey as createApiKeyVerb, listApiKeys, revokeApiKey } from '@sms-crm/domain/access/api-keys';
import { listRoles } from '@sms-crm/domain/access/list-roles';
import { listAudit } from '@sms-crm/domain/audit/list';

const tags = ['access'];

export const accessRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get('/roles', { schema: { tags, summary: 'List roles', response: { 200: rolePage } } }, (request) =>
    listRoles(request.ctx),
  );
  app.get(
    '/api-keys',
    {
      schema: { tags, summary: 'List API keys', querystring: pageQuery, response: { 200: apiKeyPage } },
    },
    (request) => listApiKeys(request.ctx, request.query),
  );
  app.post(
    '/api-keys',
    {
      config: { secretAnswer: true },
      schema: {
        tags,
        summary: 'Make an API key',
        description: 'The whole key is in this answer and is never shown again.',
        body: createApiKey,
        response: { 201: createdApiKey },
      },
    },
    async (request, reply) => reply.status(201).send(await createApiKeyVerb(request.ctx, request.body)),
  );
  app.delete(
    '/api-keys/:id',
    { schema: { tags, summary: 'Revoke an API key', params: idParams, response: { 204: z.null() } } },
    async (request, reply) => {
      await revokeApiKey(request.ctx, request.params.id);
      return reply.status(204).send(null);
    },
  );
  app.get(
    '/audit',
    {
      schema: { tags, summary: 'Read the audit log', querystring: auditQuery, response: { 200: auditPage } },
    },
    (request) => listAudit(request.ctx, request.query),
  );
};
