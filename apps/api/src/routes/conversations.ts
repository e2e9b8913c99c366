import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  assignableMembers,
  campaignReplies,
  conversationDetail,
  conversationPage,
  filledReplies,
  listConversationsQuery,
  threadPage,
} from '@sms-crm/contracts/conversations';
import { liveTopic } from '@sms-crm/contracts/live';
import { pageQuery } from '@sms-crm/contracts/paging';
import { idParams } from '@sms-crm/contracts/scalars';
import { listAssignable } from '@sms-crm/domain/conversations/assignable';
import { listCampaignReplies } from '@sms-crm/domain/conversations/campaign-replies';
import { listFilledReplies } from '@sms-crm/domain/conversations/filled-replies';
import { getConversation } from '@sms-crm/domain/conversations/get';
import { listConversations } from '@sms-crm/domain/conversations/list';
import { listThread } from '@sms-crm/domain/conversations/thread';
import { openStream } from '../plugins/sse.ts';
import { conversationMoveRoutes } from './conversation-moves.ts';

const tags = ['inbox'];

/** The inbox: threads, what is in them, and who may answer. */
export const conversationRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/conversations',
    {
      schema: {
        tags,
        summary: 'Threads of one list, those with the newest texts first, and the size of each list',
        querystring: listConversationsQuery,
        response: { 200: conversationPage },
      },
    },
    (request) => listConversations(request.ctx, request.query),
  );
  app.get(
    '/conversations/campaigns',
    {
      schema: {
        tags,
        summary: 'Campaigns that were answered, with how many threads',
        response: { 200: campaignReplies },
      },
    },
    (request) => listCampaignReplies(request.ctx),
  );
  app.get(
    '/conversations/assignable',
    { schema: { tags, summary: 'Members who may answer', response: { 200: assignableMembers } } },
    (request) => listAssignable(request.ctx),
  );
  await app.register(threadRoutes);
  await app.register(liveRoutes);
  await app.register(conversationMoveRoutes);
};

const threadRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/conversations/:id',
    {
      schema: {
        tags,
        summary: 'One thread with its newest texts, its notes, and whether it may be answered now',
        params: idParams,
        response: { 200: conversationDetail },
      },
    },
    (request) => getConversation(request.ctx, request.params),
  );
  app.get(
    '/conversations/:id/messages',
    {
      schema: {
        tags,
        summary: 'Texts of a thread, the newest first',
        params: idParams,
        querystring: pageQuery,
        response: { 200: threadPage },
      },
    },
    (request) => listThread(request.ctx, { ...request.query, ...request.params }),
  );
  app.get(
    '/conversations/:id/templates',
    {
      schema: {
        tags,
        summary: 'Canned replies with the values of this contact',
        params: idParams,
        response: { 200: filledReplies },
      },
    },
    (request) => listFilledReplies(request.ctx, request.params),
  );
};

const liveRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/conversations/events',
    {
      schema: {
        tags,
        summary: 'Live threads of one list, and how many are in each, as Server-Sent Events',
        querystring: listConversationsQuery.omit({ cursor: true }),
      },
    },
    (request, reply) =>
      openStream(request, reply, {
        topic: liveTopic.inbox(),
        event: 'inbox',
        read: (ctx) => listConversations(ctx, request.query),
        isFinal: () => false,
      }),
  );
  app.get(
    '/conversations/:id/events',
    {
      schema: { tags, summary: 'One thread, live, as Server-Sent Events', params: idParams },
    },
    (request, reply) =>
      openStream(request, reply, {
        topic: liveTopic.conversation(request.params.id),
        event: 'conversation',
        read: (ctx) => getConversation(ctx, request.params),
        isFinal: () => false,
      }),
  );
};
