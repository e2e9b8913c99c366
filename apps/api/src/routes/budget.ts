import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { budget, budgetQuery, putBudget } from '@sms-crm/contracts/budget';
import { ledgerFilter, ledgerPage, ledgerQuery } from '@sms-crm/contracts/ledger';
import { prices, putPrices } from '@sms-crm/contracts/prices';
import { getBudget } from '@sms-crm/domain/budget/get';
import { putBudget as putBudgetVerb } from '@sms-crm/domain/budget/put';
import { exportLedger } from '@sms-crm/domain/ledger/export';
import { listLedger } from '@sms-crm/domain/ledger/list';
import { listPrices } from '@sms-crm/domain/pricing/list';
import { putPrices as putPricesVerb } from '@sms-crm/domain/pricing/put';
import { sendCsv } from './csv.ts';

const tags = ['budget'];

export const budgetRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/budget',
    {
      schema: {
        tags,
        summary: 'Limits, and what is spent of the running day and month',
        querystring: budgetQuery,
        response: { 200: budget },
      },
    },
    (request) => getBudget(request.ctx, request.query),
  );
  app.put(
    '/budget',
    { schema: { tags, summary: 'Set the limits', body: putBudget, response: { 200: budget } } },
    (request) => putBudgetVerb(request.ctx, request.body),
  );
  await app.register(ledgerRoutes);
  await app.register(priceRoutes);
};

const ledgerRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/ledger',
    {
      schema: {
        tags,
        summary: 'Every step of money with running sums, the newest first',
        querystring: ledgerQuery,
        response: { 200: ledgerPage },
      },
    },
    (request) => listLedger(request.ctx, request.query),
  );
  app.get(
    '/ledger/export.csv',
    { schema: { tags, summary: 'The ledger as CSV', querystring: ledgerFilter } },
    async (request, reply) => sendCsv(reply, 'ledger.csv', await exportLedger(request.ctx, request.query)),
  );
};

const priceRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/prices',
    { schema: { tags, summary: 'Prices per part by prefix', response: { 200: prices } } },
    (request) => listPrices(request.ctx),
  );
  app.put(
    '/prices',
    { schema: { tags, summary: 'Replace the own prices', body: putPrices, response: { 200: prices } } },
    (request) => putPricesVerb(request.ctx, request.body),
  );
};
