import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  addNote,
  assignConversation,
  closeConversation,
  conversationNote,
  noteDrafting,
  sendReply,
  sentReply,
} from '@sms-crm/contracts/conversations';
import { idParams } from '@sms-crm/contracts/scalars';
import { addNote as note } from '@sms-crm/domain/conversations/add-note';
import { assignConversation as assign } from '@sms-crm/domain/conversations/assign';
import { closeConversation as close } from '@sms-crm/domain/conversations/close';
import { noteDrafting as draft } from '@sms-crm/domain/conversations/drafting';
import { markRead } from '@sms-crm/domain/conversations/read';
import { reopenConversation } from '@sms-crm/domain/conversations/reopen';
import { replyTo } from '@sms-crm/domain/conversations/reply';
import { markUnread } from '@sms-crm/domain/conversations/unread';

const tags = ['inbox'];
const params = idParams;
const response = { 204: z.null() };

/** What members do in a thread. */
export const conversationMoveRoutes: FastifyPluginAsyncZod = async (app) => {
  const moves = [
    { path: 'read', summary: 'Note that a thread was read', move: markRead },
    { path: 'unread', summary: 'Put a thread back among those nobody read', move: markUnread },
    { path: 'reopen', summary: 'Open a closed thread again', move: reopenConversation },
  ];
  for (const { path, summary, move } of moves) {
    app.post(
      `/conversations/:id/${path}`,
      { schema: { tags, summary, params, response } },
      async (request, reply) => {
        await move(request.ctx, request.params);
        return reply.status(204).send(null);
      },
    );
  }
  app.post(
    '/conversations/:id/close',
    {
      schema: {
        tags,
        summary: 'Close a thread until they write again',
        params,
        body: closeConversation,
        response,
      },
    },
    async (request, reply) => {
      await close(request.ctx, { ...request.body, ...request.params });
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/conversations/:id/assign',
    {
      schema: {
        tags,
        summary: 'Give a thread to a member or to nobody',
        params,
        body: assignConversation,
        response,
      },
    },
    async (request, reply) => {
      await assign(request.ctx, { ...request.body, ...request.params });
      return reply.status(204).send(null);
    },
  );
  await app.register(writingRoutes);
};

const writingRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/conversations/:id/messages',
    {
      schema: { tags, summary: 'Answer a thread', params, body: sendReply, response: { 202: sentReply } },
    },
    async (request, reply) =>
      reply.status(202).send(await replyTo(request.ctx, { ...request.body, ...request.params })),
  );
  app.post(
    '/conversations/:id/notes',
    {
      schema: {
        tags,
        summary: 'Leave a note to the other members',
        params,
        body: addNote,
        response: { 201: conversationNote },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await note(request.ctx, { ...request.body, ...request.params })),
  );
  app.post(
    '/conversations/:id/drafting',
    {
      schema: {
        tags,
        summary: 'Show the others that somebody writes an answer',
        params,
        body: noteDrafting,
        response,
      },
    },
    async (request, reply) => {
      await draft(request.ctx, { ...request.body, ...request.params });
      return reply.status(204).send(null);
    },
  );
};
