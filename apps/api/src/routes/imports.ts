import type { IncomingMessage } from 'node:http';
import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  importPage,
  importSettings,
  importView,
  listImportsQuery,
  maxImportBytes,
  type ImportView,
} from '@sms-crm/contracts/imports';
import { liveTopic } from '@sms-crm/contracts/live';
import { idParams } from '@sms-crm/contracts/scalars';
import { cancelImport } from '@sms-crm/domain/imports/cancel';
import { getImport } from '@sms-crm/domain/imports/get';
import { listImports } from '@sms-crm/domain/imports/list';
import { exportRejected } from '@sms-crm/domain/imports/rejected-csv';
import { sampleCsv } from '@sms-crm/domain/imports/sample-csv';
import { startCheck } from '@sms-crm/domain/imports/start-check';
import { startCommit } from '@sms-crm/domain/imports/start-commit';
import { uploadImport } from '@sms-crm/domain/imports/upload';
import { openStream } from '../plugins/sse.ts';
import { digesting } from '../uploads/digest.ts';
import { multipartOverhead, receiveFile } from '../uploads/receive-file.ts';
import { sendCsv } from './csv.ts';

const tags = ['imports'];
const params = idParams;

/** A client may go on sending this long after its upload was answered, ms: clients that finish first read the answer surely. */
const lateBodyMs = 60_000;

export const importRoutes: FastifyPluginAsyncZod = async (app) => {
  // The verb counts the bytes itself; the parser's own limit only stops reading what nobody will use.
  await app.register(multipart, {
    throwFileSizeLimit: false,
    limits: { files: 1, fields: 10, fieldSize: 1_000, fileSize: maxImportBytes + 1 },
  });
  app.get(
    '/imports',
    {
      schema: {
        tags,
        summary: 'List imports',
        querystring: listImportsQuery,
        response: { 200: importPage },
      },
    },
    (request) => listImports(request.ctx, request.query),
  );
  app.post(
    '/imports',
    {
      bodyLimit: maxImportBytes + multipartOverhead,
      schema: {
        tags,
        summary: 'Upload a CSV file',
        description: 'The part `file` of the form is the file; it is read as it comes in.',
        consumes: ['multipart/form-data'],
        response: { 201: importView },
      },
    },
    async (request, reply) => reply.status(201).send(await upload(request)),
  );
  app.get(
    '/imports/sample.csv',
    { schema: { tags, summary: 'A file that imports without a change' } },
    (_request, reply) => sendCsv(reply, 'sample.csv', pieces(sampleCsv)),
  );
  app.get(
    '/imports/:id',
    { schema: { tags, summary: 'One import', params, response: { 200: importView } } },
    (request) => getImport(request.ctx, request.params),
  );
  await app.register(stepRoutes);
};

const stepRoutes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/imports/:id/dry-run',
    {
      schema: {
        tags,
        summary: 'Check the whole file with these settings',
        params,
        body: importSettings,
        response: { 202: importView },
      },
    },
    async (request, reply) =>
      reply.status(202).send(await startCheck(request.ctx, { ...request.params, settings: request.body })),
  );
  app.post(
    '/imports/:id/commit',
    { schema: { tags, summary: 'Write the accepted rows', params, response: { 202: importView } } },
    async (request, reply) => reply.status(202).send(await startCommit(request.ctx, request.params)),
  );
  app.post(
    '/imports/:id/cancel',
    { schema: { tags, summary: 'Cancel; what was written stays', params, response: { 200: importView } } },
    (request) => cancelImport(request.ctx, request.params),
  );
  app.get(
    '/imports/:id/rejected.csv',
    { schema: { tags, summary: 'The rejected rows with their reasons, as CSV', params } },
    async (request, reply) => {
      const { fileName, text } = await exportRejected(request.ctx, request.params);
      return sendCsv(reply, fileName, text);
    },
  );
  app.get(
    '/imports/:id/events',
    { schema: { tags, summary: 'The import, live (Server-Sent Events)', params } },
    (request, reply) =>
      openStream(request, reply, {
        topic: liveTopic.import(request.params.id),
        event: 'import',
        read: (ctx) => getImport(ctx, request.params),
        isFinal: hasEnded,
      }),
  );
};

function hasEnded({ status }: ImportView): boolean {
  return status === 'completed' || status === 'failed' || status === 'canceled';
}

/** Takes the form; whoever goes on sending after the answer is cut off in the end. */
async function upload(request: FastifyRequest): Promise<ImportView> {
  try {
    const file = await receiveFile(request);
    return await uploadImport(request.ctx, { ...file, content: digesting(request, file) }).finally(() =>
      file.content.resume(),
    );
  } finally {
    endLate(request.raw);
  }
}

function endLate(request: IncomingMessage): void {
  if (request.complete) return;
  const timer = setTimeout(() => request.destroy(), lateBodyMs);
  timer.unref();
  request.once('close', () => clearTimeout(timer));
}

async function* pieces(text: string): AsyncGenerator<string> {
  yield text;
}
