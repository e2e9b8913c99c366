import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  carrierAccount,
  carrierAccounts,
  confirmCarrierTest,
  createCarrierAccount,
  goLive,
  rotateCarrierToken,
  sendCarrierTest,
  sentCarrierTest,
  syncedNumbers,
  syncNumbers,
  updateCarrierAccount,
} from '@sms-crm/contracts/carrier-accounts';
import { idParams } from '@sms-crm/contracts/scalars';
import { confirmCarrierTest as confirm } from '@sms-crm/domain/carrier-accounts/confirm-test';
import { createCarrierAccount as create } from '@sms-crm/domain/carrier-accounts/create';
import { deleteCarrierAccount } from '@sms-crm/domain/carrier-accounts/delete';
import { goLive as goLiveVerb } from '@sms-crm/domain/carrier-accounts/go-live';
import { listCarrierAccounts } from '@sms-crm/domain/carrier-accounts/list';
import { rotateCarrierToken as rotate } from '@sms-crm/domain/carrier-accounts/rotate-token';
import { syncCarrierNumbers } from '@sms-crm/domain/carrier-accounts/sync-numbers';
import { sendCarrierTest as sendTest } from '@sms-crm/domain/carrier-accounts/test-text';
import { updateCarrierAccount as update } from '@sms-crm/domain/carrier-accounts/update';
import { verifyCarrierAccount } from '@sms-crm/domain/carrier-accounts/verify';

const tags = ['carrier-accounts'];
const one = '/carrier-accounts/:id';

export const carrierAccountRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/carrier-accounts',
    {
      schema: {
        tags,
        summary: 'Carrier accounts and what each needs to go live',
        response: { 200: carrierAccounts },
      },
    },
    (request) => listCarrierAccounts(request.ctx),
  );
  app.post(
    '/carrier-accounts',
    {
      schema: {
        tags,
        summary: 'Add an account of the carrier; its credentials are tried first',
        body: createCarrierAccount,
        response: { 201: carrierAccount },
      },
    },
    async (request, reply) => reply.status(201).send(await create(request.ctx, request.body)),
  );
  app.patch(
    one,
    {
      schema: {
        tags,
        summary: 'Rename an account, or confirm that you know the quiet hours',
        params: idParams,
        body: updateCarrierAccount,
        response: { 200: carrierAccount },
      },
    },
    (request) => update(request.ctx, { id: request.params.id, change: request.body }),
  );
  app.delete(
    one,
    { schema: { tags, summary: 'Remove an account with its token and numbers', params: idParams } },
    async (request, reply) => {
      await deleteCarrierAccount(request.ctx, request.params);
      return reply.status(204).send();
    },
  );
  await app.register(setupRoutes);
  await app.register(liveRoutes);
};

const setupRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    `${one}/verify`,
    {
      schema: {
        tags,
        summary: 'Look at the checklist anew',
        params: idParams,
        response: { 200: carrierAccount },
      },
    },
    (request) => verifyCarrierAccount(request.ctx, request.params),
  );
  app.post(
    `${one}/sync-numbers`,
    {
      schema: {
        tags,
        summary: 'List the numbers at the carrier, and import those that are named',
        params: idParams,
        body: syncNumbers,
        response: { 200: syncedNumbers },
      },
    },
    (request) => syncCarrierNumbers(request.ctx, { ...request.params, ...request.body }),
  );
  app.post(
    `${one}/rotate-token`,
    {
      schema: {
        tags,
        summary: 'Give an account a new token; webhooks signed with the former one are accepted for 24 hours',
        params: idParams,
        body: rotateCarrierToken,
        response: { 200: carrierAccount },
      },
    },
    (request) => rotate(request.ctx, { ...request.params, ...request.body }),
  );
};

const liveRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    `${one}/test-text`,
    {
      schema: {
        tags,
        summary: 'Text a code to your own phone',
        params: idParams,
        body: sendCarrierTest,
        response: { 202: sentCarrierTest },
      },
    },
    async (request, reply) =>
      reply.status(202).send(await sendTest(request.ctx, { ...request.params, ...request.body })),
  );
  app.post(
    `${one}/test-text/confirm`,
    {
      schema: {
        tags,
        summary: 'Confirm the test text by its code',
        params: idParams,
        body: confirmCarrierTest,
        response: { 200: carrierAccount },
      },
    },
    (request) => confirm(request.ctx, { ...request.params, ...request.body }),
  );
  app.post(
    `${one}/go-live`,
    {
      schema: {
        tags,
        summary: 'Let an account reach people, when its whole checklist is done',
        params: idParams,
        body: goLive,
        response: { 200: carrierAccount },
      },
    },
    (request) => goLiveVerb(request.ctx, { ...request.params, ...request.body }),
  );
};
