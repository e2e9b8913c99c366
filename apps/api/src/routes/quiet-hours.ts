import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { putQuietHours, quietHours } from '@sms-crm/contracts/quiet-hours';
import { getQuietHours, putQuietHours as putVerb } from '@sms-crm/domain/quiet-hours/setting';

const tags = ['campaigns'];

export const quietHoursRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/quiet-hours',
    {
      schema: {
        tags,
        summary: 'Hours in which texting is allowed, by law and by the organisation',
        response: { 200: quietHours },
      },
    },
    (request) => getQuietHours(request.ctx),
  );
  app.put(
    '/quiet-hours',
    {
      schema: {
        tags,
        summary: 'Narrow the hours in which the organisation texts',
        body: putQuietHours,
        response: { 200: quietHours },
      },
    },
    (request) => putVerb(request.ctx, request.body),
  );
};
