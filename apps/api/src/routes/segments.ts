import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idParams } from '@sms-crm/contracts/scalars';
import {
  countSegment,
  createSegment,
  listSegmentsQuery,
  segment,
  segmentCount,
  segmentPage,
  updateSegment,
} from '@sms-crm/contracts/segments';
import { countSegment as count } from '@sms-crm/domain/segments/count';
import { createSegment as create } from '@sms-crm/domain/segments/create';
import { deleteSegment } from '@sms-crm/domain/segments/delete';
import { getSegment } from '@sms-crm/domain/segments/get';
import { listSegments } from '@sms-crm/domain/segments/list';
import { updateSegment as update } from '@sms-crm/domain/segments/update';

const tags = ['segments'];

export const segmentRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/segments',
    {
      schema: {
        tags,
        summary: 'Saved filters over contacts',
        querystring: listSegmentsQuery,
        response: { 200: segmentPage },
      },
    },
    (request) => listSegments(request.ctx, request.query),
  );
  app.post(
    '/segments',
    { schema: { tags, summary: 'Save a segment', body: createSegment, response: { 201: segment } } },
    async (request, reply) => reply.status(201).send(await create(request.ctx, request.body)),
  );
  app.post(
    '/segments/count',
    {
      schema: {
        tags,
        summary: 'How many contacts a filter matches now',
        body: countSegment,
        response: { 200: segmentCount },
      },
    },
    (request) => count(request.ctx, request.body),
  );
  app.get(
    '/segments/:id',
    { schema: { tags, summary: 'One segment', params: idParams, response: { 200: segment } } },
    (request) => getSegment(request.ctx, request.params),
  );
  app.patch(
    '/segments/:id',
    {
      schema: {
        tags,
        summary: 'Change a segment',
        params: idParams,
        body: updateSegment,
        response: { 200: segment },
      },
    },
    (request) => update(request.ctx, { ...request.body, ...request.params }),
  );
  app.delete(
    '/segments/:id',
    { schema: { tags, summary: 'Delete a segment', params: idParams, response: { 204: z.null() } } },
    async (request, reply) => {
      await deleteSegment(request.ctx, request.params);
      return reply.status(204).send(null);
    },
  );
};
