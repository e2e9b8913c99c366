import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  atCarrierAnswer,
  atCarrierQuery,
  killSwitches,
  putKillSwitch,
  putKillSwitchResult,
} from '@sms-crm/contracts/kill-switch';
import { readAtCarrier } from '@sms-crm/domain/kill-switch/at-carrier';
import { putKillSwitch as putKillSwitchVerb } from '@sms-crm/domain/kill-switch/put';
import { listKillSwitches } from '@sms-crm/domain/kill-switch/read';

const tags = ['kill-switch'];

export const killSwitchRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/kill-switch',
    { schema: { tags, summary: 'List the switches that are on', response: { 200: killSwitches } } },
    (request) => listKillSwitches(request.ctx),
  );
  app.get(
    '/kill-switch/at-carrier',
    {
      schema: {
        tags,
        summary: 'Texts that a switch thrown now could not hold back',
        querystring: atCarrierQuery,
        response: { 200: atCarrierAnswer },
      },
    },
    (request) => readAtCarrier(request.ctx, request.query),
  );
  app.put(
    '/kill-switch',
    {
      schema: {
        tags,
        summary: 'Throw or lift a kill switch',
        body: putKillSwitch,
        response: { 200: putKillSwitchResult },
      },
    },
    (request) => putKillSwitchVerb(request.ctx, request.body),
  );
};
