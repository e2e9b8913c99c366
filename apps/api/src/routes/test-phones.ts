import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { idParams } from '@sms-crm/contracts/scalars';
import { addTestPhone, confirmTestPhone, testPhone, testPhonePage } from '@sms-crm/contracts/test-phones';
import { addTestPhone as add } from '@sms-crm/domain/test-phones/add';
import { confirmTestPhone as confirm, removeTestPhone } from '@sms-crm/domain/test-phones/confirm';
import { listTestPhones } from '@sms-crm/domain/test-phones/view';

const tags = ['test-phones'];
const params = idParams;

/** Phones that test texts may go to. */
export const testPhoneRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/test-phones',
    { schema: { tags, summary: 'Phones for test texts', response: { 200: testPhonePage } } },
    (request) => listTestPhones(request.ctx),
  );
  app.post(
    '/test-phones',
    {
      schema: {
        tags,
        summary: 'Add a phone; a code is texted to it',
        body: addTestPhone,
        response: { 201: testPhone },
      },
    },
    async (request, reply) => reply.status(201).send(await add(request.ctx, request.body)),
  );
  app.post(
    '/test-phones/:id/confirm',
    {
      schema: {
        tags,
        summary: 'Verify it by the code',
        params,
        body: confirmTestPhone,
        response: { 200: testPhone },
      },
    },
    (request) => confirm(request.ctx, { ...request.params, ...request.body }),
  );
  app.delete(
    '/test-phones/:id',
    { schema: { tags, summary: 'Remove a phone', params, response: { 204: z.null() } } },
    async (request, reply) => {
      await removeTestPhone(request.ctx, request.params);
      return reply.status(204).send(null);
    },
  );
};
