import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idParams } from '@sms-crm/contracts/scalars';
import {
  createSuppressionRule,
  listSuppressionRulesQuery,
  suppressionPreview,
  suppressionRule,
  suppressionRulePage,
  suppressionSpec,
  updateSuppressionRule,
} from '@sms-crm/contracts/suppression';
import { createSuppressionRule as create } from '@sms-crm/domain/suppression/create';
import { deleteSuppressionRule } from '@sms-crm/domain/suppression/delete';
import { listSuppressionRules } from '@sms-crm/domain/suppression/list';
import { previewSuppressionRule } from '@sms-crm/domain/suppression/preview';
import { updateSuppressionRule as update } from '@sms-crm/domain/suppression/update';

const tags = ['suppression'];

export const suppressionRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/suppression-rules',
    {
      schema: {
        tags,
        summary: 'Rules that leave recipients out',
        querystring: listSuppressionRulesQuery,
        response: { 200: suppressionRulePage },
      },
    },
    (request) => listSuppressionRules(request.ctx, request.query),
  );
  app.post(
    '/suppression-rules',
    {
      schema: {
        tags,
        summary: 'Add a suppression rule',
        body: createSuppressionRule,
        response: { 201: suppressionRule },
      },
    },
    async (request, reply) => reply.status(201).send(await create(request.ctx, request.body)),
  );
  app.post(
    '/suppression-rules/preview',
    {
      schema: {
        tags,
        summary: 'How many contacts a rule would leave out now',
        body: suppressionSpec,
        response: { 200: suppressionPreview },
      },
    },
    (request) => previewSuppressionRule(request.ctx, request.body),
  );
  app.patch(
    '/suppression-rules/:id',
    {
      schema: {
        tags,
        summary: 'Change a suppression rule',
        params: idParams,
        body: updateSuppressionRule,
        response: { 200: suppressionRule },
      },
    },
    (request) => update(request.ctx, { ...request.body, ...request.params }),
  );
  app.delete(
    '/suppression-rules/:id',
    {
      schema: { tags, summary: 'Delete a suppression rule', params: idParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await deleteSuppressionRule(request.ctx, request.params);
      return reply.status(204).send(null);
    },
  );
};
