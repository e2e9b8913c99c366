import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { liveTopic } from '@sms-crm/contracts/live';
import {
  createOptOutRule,
  decideReview,
  listReviewsQuery,
  optOutReview,
  optOutRule,
  optOutRules,
  reviewPage,
  ruleSpec,
  ruleTrial,
  shippedRuleParams,
  switchShippedRule,
  updateOptOutRule,
  waitingReviews,
} from '@sms-crm/contracts/opt-outs';
import { idParams } from '@sms-crm/contracts/scalars';
import { countWaitingReviews } from '@sms-crm/domain/opt-out-reviews/count-waiting';
import { decideReview as decide } from '@sms-crm/domain/opt-out-reviews/decide';
import { listReviews } from '@sms-crm/domain/opt-out-reviews/list';
import { createOptOutRule as create } from '@sms-crm/domain/opt-out-rules/create';
import { deleteOptOutRule } from '@sms-crm/domain/opt-out-rules/delete';
import { listOptOutRules } from '@sms-crm/domain/opt-out-rules/list';
import { switchShippedRule as switchShipped } from '@sms-crm/domain/opt-out-rules/switch-shipped';
import { tryOptOutRule } from '@sms-crm/domain/opt-out-rules/try';
import { updateOptOutRule as update } from '@sms-crm/domain/opt-out-rules/update';
import { openStream } from '../plugins/sse.ts';

const tags = ['opt-outs'];

export const optOutRoutes: FastifyPluginAsyncZod = async (app) => {
  await app.register(reviewRoutes);
  await app.register(ruleRoutes);
};

const reviewRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/opt-out-reviews',
    {
      schema: {
        tags,
        summary: 'Replies that may be opt-outs',
        querystring: listReviewsQuery,
        response: { 200: reviewPage },
      },
    },
    (request) => listReviews(request.ctx, request.query),
  );
  app.get(
    '/opt-out-reviews/waiting',
    { schema: { tags, summary: 'How many replies wait for a decision', response: { 200: waitingReviews } } },
    (request) => countWaitingReviews(request.ctx),
  );
  app.get(
    '/opt-out-reviews/events',
    { schema: { tags, summary: 'How many replies wait, live (Server-Sent Events)' } },
    (request, reply) =>
      openStream(request, reply, {
        topic: liveTopic.optOutReviews(),
        event: 'waiting',
        read: countWaitingReviews,
        isFinal: () => false,
      }),
  );
  app.post(
    '/opt-out-reviews/:id/decide',
    {
      schema: {
        tags,
        summary: 'Decide whether a reply is an opt-out',
        params: idParams,
        body: decideReview,
        response: { 200: optOutReview },
      },
    },
    (request) => decide(request.ctx, { ...request.params, ...request.body }),
  );
};

const ruleRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/opt-out-rules',
    { schema: { tags, summary: 'Rules that find opt-outs in replies', response: { 200: optOutRules } } },
    (request) => listOptOutRules(request.ctx),
  );
  app.post(
    '/opt-out-rules',
    { schema: { tags, summary: 'Add a rule', body: createOptOutRule, response: { 201: optOutRule } } },
    async (request, reply) => reply.status(201).send(await create(request.ctx, request.body)),
  );
  app.post(
    '/opt-out-rules/try',
    {
      schema: {
        tags,
        summary: 'How a rule would have done on the newest replies',
        body: ruleSpec.pick({ phrases: true }),
        response: { 200: ruleTrial },
      },
    },
    (request) => tryOptOutRule(request.ctx, request.body),
  );
  app.put(
    '/opt-out-rules/shipped/:key',
    {
      schema: {
        tags,
        summary: 'Switch a rule that comes with the product',
        params: shippedRuleParams,
        body: switchShippedRule,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await switchShipped(request.ctx, { ...request.params, ...request.body });
      return reply.status(204).send(null);
    },
  );
  app.patch(
    '/opt-out-rules/:id',
    {
      schema: {
        tags,
        summary: 'Change a rule of your own',
        params: idParams,
        body: updateOptOutRule,
        response: { 200: optOutRule },
      },
    },
    (request) => update(request.ctx, { ...request.body, ...request.params }),
  );
  app.delete(
    '/opt-out-rules/:id',
    {
      schema: {
        tags,
        summary: 'Delete a rule of your own',
        params: idParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await deleteOptOutRule(request.ctx, request.params);
      return reply.status(204).send(null);
    },
  );
};
