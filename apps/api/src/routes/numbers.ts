import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { numberDetail, numberPage, updateNumber } from '@sms-crm/contracts/numbers';
import {
  createRegistration,
  registration,
  registrationPage,
  updateRegistration,
} from '@sms-crm/contracts/registrations';
import { idParams } from '@sms-crm/contracts/scalars';
import { getNumber } from '@sms-crm/domain/numbers/detail';
import { listNumbers } from '@sms-crm/domain/numbers/list';
import { updateNumber as update } from '@sms-crm/domain/numbers/update';
import { listRegistrations } from '@sms-crm/domain/registrations/list';
import {
  createRegistration as addRegistration,
  updateRegistration as changeRegistration,
} from '@sms-crm/domain/registrations/save';

const tags = ['numbers'];
const params = idParams;

export const numberRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/numbers',
    { schema: { tags, summary: 'List sending numbers', response: { 200: numberPage } } },
    (request) => listNumbers(request.ctx),
  );
  app.get(
    '/numbers/:id',
    {
      schema: {
        tags,
        summary: 'One number, its warm-up and its queue',
        params,
        response: { 200: numberDetail },
      },
    },
    (request) => getNumber(request.ctx, request.params),
  );
  app.patch(
    '/numbers/:id',
    {
      schema: {
        tags,
        summary: 'Change rate, warm-up, stop, default or registration',
        params,
        body: updateNumber,
        response: { 200: numberDetail },
      },
    },
    (request) => update(request.ctx, { id: request.params.id, change: request.body }),
  );
  app.get(
    '/registrations',
    { schema: { tags, summary: 'List registrations at carriers', response: { 200: registrationPage } } },
    (request) => listRegistrations(request.ctx),
  );
  app.post(
    '/registrations',
    {
      schema: {
        tags,
        summary: 'Note a registration',
        body: createRegistration,
        response: { 201: registration },
      },
    },
    async (request, reply) => reply.status(201).send(await addRegistration(request.ctx, request.body)),
  );
  app.patch(
    '/registrations/:id',
    {
      schema: {
        tags,
        summary: 'Change a registration',
        params,
        body: updateRegistration,
        response: { 200: registration },
      },
    },
    (request) => changeRegistration(request.ctx, { id: request.params.id, change: request.body }),
  );
};
