import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  contact,
  contactDetails,
  contactPage,
  createContact,
  listContactsQuery,
  recordConsent,
  recordConsentResult,
  tagList,
  updateContact,
} from '@sms-crm/contracts/contacts';
import { contactMessagePage } from '@sms-crm/contracts/messages';
import { pageQuery } from '@sms-crm/contracts/paging';
import { idParams } from '@sms-crm/contracts/scalars';
import { recordConsent as recordConsentVerb } from '@sms-crm/domain/consent/record';
import { createContact as createContactVerb } from '@sms-crm/domain/contacts/create';
import { deleteContact } from '@sms-crm/domain/contacts/delete';
import { exportContacts } from '@sms-crm/domain/contacts/export-csv';
import { getContact } from '@sms-crm/domain/contacts/get';
import { listContacts } from '@sms-crm/domain/contacts/list';
import { listTags } from '@sms-crm/domain/contacts/tags';
import { updateContact as updateContactVerb } from '@sms-crm/domain/contacts/update';
import { listContactMessages } from '@sms-crm/domain/messages/list-of-contact';
import { sendCsv } from './csv.ts';

const tags = ['contacts'];
const params = idParams;
const filterQuery = listContactsQuery.pick({ q: true, tag: true, consent: true });

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
  app.get(
    '/contacts/:id',
    { schema: { tags, summary: 'One contact', params, response: { 200: contactDetails } } },
    (request) => getContact(request.ctx, request.params),
  );
  app.get(
    '/contacts/:id/messages',
    {
      schema: {
        tags,
        summary: 'Texts to and from a contact, the newest first',
        params,
        querystring: pageQuery,
        response: { 200: contactMessagePage },
      },
    },
    (request) => listContactMessages(request.ctx, { ...request.query, ...request.params }),
  );
  app.patch(
    '/contacts/:id',
    {
      schema: {
        tags,
        summary: 'Change a contact: given fields replace',
        params,
        body: updateContact,
        response: { 200: contact },
      },
    },
    (request) => updateContactVerb(request.ctx, { ...request.body, ...request.params }),
  );
  app.delete(
    '/contacts/:id',
    {
      schema: { tags, summary: 'Delete a contact without messages', params, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await deleteContact(request.ctx, request.params);
      return reply.status(204).send(null);
    },
  );
  await app.register(groupRoutes);
};

const groupRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/contacts/tags',
    { schema: { tags, summary: 'Tags in use', response: { 200: tagList } } },
    (request) => listTags(request.ctx),
  );
  app.post(
    '/contacts/consent',
    {
      schema: {
        tags,
        summary: 'Record how contacts agreed whose consent is unknown',
        body: recordConsent,
        response: { 200: recordConsentResult },
      },
    },
    (request) => recordConsentVerb(request.ctx, request.body),
  );
  app.get(
    '/contacts/export.csv',
    { schema: { tags, summary: 'Contacts as CSV', querystring: filterQuery } },
    async (request, reply) =>
      sendCsv(reply, 'contacts.csv', await exportContacts(request.ctx, request.query)),
  );
};
