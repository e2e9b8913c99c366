import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  createLinkDomain,
  linkDomain,
  linkDomains,
  linkSettings,
  updateLinkDomain,
} from '@sms-crm/contracts/links';
import { idParams } from '@sms-crm/contracts/scalars';
import { createLinkDomain as create } from '@sms-crm/domain/link-domains/create';
import { deleteLinkDomain } from '@sms-crm/domain/link-domains/delete';
import { listLinkDomains } from '@sms-crm/domain/link-domains/list';
import { makeDefaultLinkDomain } from '@sms-crm/domain/link-domains/make-default';
import { verifyLinkDomain } from '@sms-crm/domain/link-domains/verify';
import { getLinkSettings, putLinkSettings } from '@sms-crm/domain/links/settings';

const tags = ['links'];

export const linkRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/link-domains',
    { schema: { tags, summary: 'Hosts that short links live on', response: { 200: linkDomains } } },
    (request) => listLinkDomains(request.ctx),
  );
  app.post(
    '/link-domains',
    {
      schema: {
        tags,
        summary: 'Add a host for short links',
        body: createLinkDomain,
        response: { 201: linkDomain },
      },
    },
    async (request, reply) => reply.status(201).send(await create(request.ctx, request.body)),
  );
  app.post(
    '/link-domains/:id/verify',
    {
      schema: {
        tags,
        summary: 'Look for the TXT record that shows whose the host is',
        params: idParams,
        response: { 200: linkDomain },
      },
    },
    (request) => verifyLinkDomain(request.ctx, request.params),
  );
  app.patch(
    '/link-domains/:id',
    {
      schema: {
        tags,
        summary: 'Let new short links live on this host',
        params: idParams,
        body: updateLinkDomain,
        response: { 200: linkDomain },
      },
    },
    (request) => makeDefaultLinkDomain(request.ctx, request.params),
  );
  app.delete(
    '/link-domains/:id',
    {
      schema: { tags, summary: 'Take a host out of use', params: idParams, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await deleteLinkDomain(request.ctx, request.params);
      return reply.status(204).send(null);
    },
  );
  app.get(
    '/link-settings',
    {
      schema: {
        tags,
        summary: 'Where links may lead and how long they last',
        response: { 200: linkSettings },
      },
    },
    (request) => getLinkSettings(request.ctx),
  );
  app.put(
    '/link-settings',
    {
      schema: {
        tags,
        summary: 'Change where links may lead and how long they last',
        body: linkSettings,
        response: { 200: linkSettings },
      },
    },
    (request) => putLinkSettings(request.ctx, request.body),
  );
};
