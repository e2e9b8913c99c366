import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { contact, contactPage, createContact, listContactsQuery } from '@sms-crm/contracts/contacts';
import { createContact as createContactVerb } from '@sms-crm/domain/contacts/create';
import { listContacts } from '@sms-crm/domain/contacts/list';

const tags = ['contacts'];

export const contactRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/contacts',
    {
      schema: {
        tags,
        summary: 'List contacts',
        querystring: listContactsQuery,
        response: { 200: contactPage },
      },
    },
    (request) => listContacts(request.ctx, request.query),
  );
  app.post(
    '/contacts',
    { schema: { tags, summary: 'Add a contact', body: createContact, response: { 201: contact } } },
    async (request, reply) => reply.status(201).send(await createContactVerb(request.ctx, request.body)),
  );
};
