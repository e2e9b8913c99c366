import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  autoReply,
  autoReplyPage,
  createAutoReply,
  listAutoRepliesQuery,
  updateAutoReply,
} from '@sms-crm/contracts/auto-replies';
import { idParams } from '@sms-crm/contracts/scalars';
import { createAutoReply as create } from '@sms-crm/domain/auto-replies/create';
import { deleteAutoReply } from '@sms-crm/domain/auto-replies/delete';
import { listAutoReplies } from '@sms-crm/domain/auto-replies/list';
import { updateAutoReply as update } from '@sms-crm/domain/auto-replies/update';

const tags = ['auto-replies'];

export const autoReplyRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/auto-replies',
    {
      schema: {
        tags,
        summary: 'Automatic answers by keyword',
        querystring: listAutoRepliesQuery,
        response: { 200: autoReplyPage },
      },
    },
    (request) => listAutoReplies(request.ctx, request.query),
  );
  app.post(
    '/auto-replies',
    {
      schema: {
        tags,
        summary: 'Add an automatic answer',
        body: createAutoReply,
        response: { 201: autoReply },
      },
    },
    async (request, reply) => reply.status(201).send(await create(request.ctx, request.body)),
  );
  app.patch(
    '/auto-replies/:id',
    {
      schema: {
        tags,
        summary: 'Change an automatic answer',
        params: idParams,
        body: updateAutoReply,
        response: { 200: autoReply },
      },
    },
    (request) => update(request.ctx, { ...request.body, ...request.params }),
  );
  app.delete(
    '/auto-replies/:id',
    {
      schema: {
        tags,
        summary: 'Delete an automatic answer',
        params: idParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await deleteAutoReply(request.ctx, request.params);
      return reply.status(204).send(null);
    },
  );
};
