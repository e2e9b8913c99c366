import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { countParts, message, messageDetail, partsCount, sendMessage } from '@sms-crm/contracts/messages';
import { overview, overviewQuery } from '@sms-crm/contracts/session';
import { idParams } from '@sms-crm/contracts/scalars';
import { getMessage } from '@sms-crm/domain/messages/get';
import { sendMessage as send } from '@sms-crm/domain/messages/send-single';
import { countParts as count } from '@sms-crm/domain/messages/parts';
import { readOverview } from '@sms-crm/domain/reports/overview';

export const messageRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/messages/:id',
    {
      schema: {
        tags: ['messages'],
        summary: 'One message with its events',
        params: idParams,
        response: { 200: messageDetail },
      },
    },
    (request) => getMessage(request.ctx, request.params),
  );
  app.post(
    '/messages',
    {
      schema: {
        tags: ['messages'],
        summary: 'Send one text',
        body: sendMessage,
        response: { 202: message },
      },
    },
    async (request, reply) => reply.status(202).send(await send(request.ctx, request.body)),
  );
  app.post(
    '/messages/parts',
    {
      schema: {
        tags: ['messages'],
        summary: 'Count the parts of a text',
        body: countParts,
        response: { 200: partsCount },
      },
    },
    (request) => count(request.body.text),
  );
  app.get(
    '/reports/overview',
    {
      schema: {
        tags: ['reports'],
        summary: 'Numbers over all campaigns',
        querystring: overviewQuery,
        response: { 200: overview },
      },
    },
    (request) => readOverview(request.ctx, request.query),
  );
};
