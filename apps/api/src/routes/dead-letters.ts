import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { autoPause, autoPauseSetting } from '@sms-crm/contracts/auto-pause';
import { deadLetterPage, listDeadLettersQuery } from '@sms-crm/contracts/dead-letters';
import { idParams } from '@sms-crm/contracts/scalars';
import { getAutoPause, putAutoPause } from '@sms-crm/domain/auto-pause/setting';
import { listDeadLetters } from '@sms-crm/domain/dead-letters/list';
import { retryDeadLetter } from '@sms-crm/domain/dead-letters/retry';
import { resumeCarrierAccount } from '@sms-crm/domain/errors/resume-account';

/** What went wrong for good, and what stops sending before it does. */
export const deadLetterRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/dead-letters',
    {
      schema: {
        tags: ['dead-letters'],
        summary: 'What gave up, and why',
        querystring: listDeadLettersQuery,
        response: { 200: deadLetterPage },
      },
    },
    (request) => listDeadLetters(request.ctx, request.query),
  );
  app.post(
    '/dead-letters/:id/retry',
    {
      schema: {
        tags: ['dead-letters'],
        summary: 'Try again what gave up; a text meets every gate again',
        params: idParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await retryDeadLetter(request.ctx, request.params);
      return reply.status(204).send(null);
    },
  );
  app.get(
    '/auto-pause',
    {
      schema: {
        tags: ['campaigns'],
        summary: 'At which shares campaigns pause by themselves',
        response: { 200: autoPause },
      },
    },
    (request) => getAutoPause(request.ctx),
  );
  app.put(
    '/auto-pause',
    {
      schema: {
        tags: ['campaigns'],
        summary: 'Let campaigns pause sooner',
        body: autoPauseSetting,
        response: { 200: autoPause },
      },
    },
    (request) => putAutoPause(request.ctx, request.body),
  );
  app.post(
    '/carrier-accounts/:id/resume',
    {
      schema: {
        tags: ['numbers'],
        summary: 'Send again from an account that was stopped',
        params: idParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await resumeCarrierAccount(request.ctx, request.params);
      return reply.status(204).send(null);
    },
  );
};
