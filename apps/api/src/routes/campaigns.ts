import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  campaign,
  campaignMessagesQuery,
  campaignPage,
  campaignPreview,
  campaignReport,
  createCampaign,
  launchCampaign,
  listCampaignsQuery,
  previewCampaign as previewBody,
  scheduleCampaign,
  updateCampaign,
  type CampaignReport,
} from '@sms-crm/contracts/campaigns';
import { liveTopic } from '@sms-crm/contracts/live';
import { campaignMessagePage } from '@sms-crm/contracts/messages';
import { idParams } from '@sms-crm/contracts/scalars';
import { testSend, testSendResult } from '@sms-crm/contracts/test-phones';
import { createCampaign as create } from '@sms-crm/domain/campaigns/create';
import { cloneCampaign as clone } from '@sms-crm/domain/campaigns/clone';
import { exportCampaign } from '@sms-crm/domain/campaigns/export';
import { launchCampaign as launch } from '@sms-crm/domain/campaigns/launch';
import { getCampaign, listCampaigns } from '@sms-crm/domain/campaigns/list';
import { changeCampaignState } from '@sms-crm/domain/campaigns/move';
import { previewCampaign } from '@sms-crm/domain/campaigns/preview';
import { scheduleCampaign as schedule } from '@sms-crm/domain/campaigns/schedule';
import { deleteCampaign, updateCampaign as update } from '@sms-crm/domain/campaigns/update';
import { testSend as sendTest } from '@sms-crm/domain/campaigns/test-send';
import { waiveFooter } from '@sms-crm/domain/campaigns/waive-footer';
import { listCampaignMessages } from '@sms-crm/domain/messages/list-of-campaign';
import { reportCampaign } from '@sms-crm/domain/reports/report';
import { openStream } from '../plugins/sse.ts';
import { sendCsv } from './csv.ts';

const tags = ['campaigns'];
const params = idParams;

export const campaignRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/campaigns',
    {
      schema: {
        tags,
        summary: 'List campaigns',
        querystring: listCampaignsQuery,
        response: { 200: campaignPage },
      },
    },
    (request) => listCampaigns(request.ctx, request.query),
  );
  app.post(
    '/campaigns',
    { schema: { tags, summary: 'Write a draft', body: createCampaign, response: { 201: campaign } } },
    async (request, reply) => reply.status(201).send(await create(request.ctx, request.body)),
  );
  app.get(
    '/campaigns/:id',
    { schema: { tags, summary: 'One campaign', params, response: { 200: campaign } } },
    (request) => getCampaign(request.ctx, request.params),
  );
  app.patch(
    '/campaigns/:id',
    {
      schema: { tags, summary: 'Change a draft', params, body: updateCampaign, response: { 200: campaign } },
    },
    (request) => update(request.ctx, { id: request.params.id, change: request.body }),
  );
  app.delete(
    '/campaigns/:id',
    { schema: { tags, summary: 'Delete a draft', params, response: { 204: z.null() } } },
    async (request, reply) => {
      await deleteCampaign(request.ctx, request.params);
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/campaigns/:id/clone',
    {
      schema: {
        tags,
        summary: 'Make a draft like it, without its times',
        params,
        response: { 201: campaign },
      },
    },
    async (request, reply) => reply.status(201).send(await clone(request.ctx, request.params)),
  );
  app.post(
    '/campaigns/:id/preview',
    {
      schema: {
        tags,
        summary: 'Audience, cost and blockers before the launch',
        params,
        body: previewBody,
        response: { 200: campaignPreview },
      },
    },
    (request) => previewCampaign(request.ctx, { ...request.params, ...request.body }),
  );
  app.post(
    '/campaigns/:id/launch',
    { schema: { tags, summary: 'Launch', params, body: launchCampaign, response: { 202: campaign } } },
    async (request, reply) =>
      reply.status(202).send(await launch(request.ctx, { ...request.params, ...request.body })),
  );
  app.post(
    '/campaigns/:id/schedule',
    {
      schema: {
        tags,
        summary: 'Let it start by itself',
        params,
        body: scheduleCampaign,
        response: { 200: campaign },
      },
    },
    ({ ctx, params: { id }, body: { expectedUpdatedAt, ...when } }) =>
      schedule(ctx, { id, when, expectedUpdatedAt }),
  );
  app.post(
    '/campaigns/:id/test-send',
    {
      schema: {
        tags,
        summary: 'Send the text to verified phones',
        params,
        body: testSend,
        response: { 202: testSendResult },
      },
    },
    async (request, reply) =>
      reply.status(202).send(await sendTest(request.ctx, { ...request.params, ...request.body })),
  );
  app.post(
    '/campaigns/:id/waive-footer',
    {
      schema: {
        tags,
        summary: 'Take it on oneself that brand or opt-out words are left out',
        params,
        response: { 200: campaign },
      },
    },
    (request) => waiveFooter(request.ctx, request.params),
  );
  for (const move of ['pause', 'resume', 'cancel'] as const) {
    app.post(
      `/campaigns/:id/${move}`,
      { schema: { tags, summary: moveWords[move], params, response: { 200: campaign } } },
      (request) => changeCampaignState(request.ctx, { ...request.params, move }),
    );
  }
  await app.register(reportRoutes);
};

const moveWords = {
  pause: 'Pause',
  resume: 'Resume',
  cancel: 'Cancel what was not sent yet; a scheduled one becomes a draft again',
};

const reportRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/campaigns/:id/report',
    { schema: { tags, summary: 'Report', params, response: { 200: campaignReport } } },
    (request) => reportCampaign(request.ctx, request.params),
  );
  app.get(
    '/campaigns/:id/events',
    { schema: { tags, summary: 'The report, live (Server-Sent Events)', params } },
    (request, reply) =>
      openStream(request, reply, {
        topic: liveTopic.campaign(request.params.id),
        event: 'report',
        read: (ctx) => reportCampaign(ctx, request.params),
        isFinal: never,
      }),
  );
  app.get(
    '/campaigns/:id/messages',
    {
      schema: {
        tags,
        summary: 'Who got it, who did not and why',
        params,
        querystring: campaignMessagesQuery,
        response: { 200: campaignMessagePage },
      },
    },
    (request) => listCampaignMessages(request.ctx, { ...request.query, ...request.params }),
  );
  app.get(
    '/campaigns/:id/export.csv',
    { schema: { tags, summary: 'Everyone in the audience with what became of them, as CSV', params } },
    async (request, reply) =>
      sendCsv(reply, 'campaign.csv', await exportCampaign(request.ctx, request.params)),
  );
};

/** Deliveries, clicks and replies come in long after the last text went out. */
function never(_report: CampaignReport): boolean {
  return false;
}
