import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MessagingService } from '../../accounts/account.ts';
import { numberSid } from '../../accounts/sid.ts';
import { accountOf } from '../authenticate.ts';
import { pageMeta, takeListPage } from '../list-page.ts';
import { refuse } from '../refuse.ts';
import { campaignBody, campaignSid, memberBody, serviceBody, verificationBody } from './bodies.ts';

type Fields = Record<string, unknown>;
type Of = { Params: { service: string }; Querystring: Fields };
type One = { Params: { service: string; sid: string } };

const host = 'https://messaging.twilio.com/v1';

/** Messaging v1, to read: services, their numbers, and how far registrations are. */
export function messagingRoutes(app: FastifyInstance): void {
  app.get<{ Querystring: Fields }>('/Services', (request) => {
    const account = accountOf(request);
    const page = takeListPage([...account.services.values()], request.query);
    const services = page.items.map((service) => serviceBody(account, service));
    return { services, meta: pageMeta(`${host}/Services`, 'services', request.query, page) };
  });

  app.get<Of>('/Services/:service', (request, reply) =>
    withService(request, reply, (service) => serviceBody(accountOf(request), service)),
  );

  app.get<Of>('/Services/:service/PhoneNumbers', (request, reply) =>
    withService(request, reply, (service) => {
      const page = takeListPage(service.numbers, request.query);
      const phone_numbers = page.items.map((phone) => memberBody(accountOf(request), service, phone));
      const url = `${host}/Services/${service.sid}/PhoneNumbers`;
      return { phone_numbers, meta: pageMeta(url, 'phone_numbers', request.query, page) };
    }),
  );

  app.get<Of>('/Services/:service/Compliance/Usa2p', (request, reply) =>
    withService(request, reply, (service) => {
      const page = takeListPage(service.campaignStatus === null ? [] : [service], request.query);
      const compliance = page.items.map((item) => campaignBody(accountOf(request), item));
      const url = `${host}/Services/${service.sid}/Compliance/Usa2p`;
      return { compliance, meta: pageMeta(url, 'compliance', request.query, page) };
    }),
  );

  app.get<One>('/Services/:service/Compliance/Usa2p/:sid', (request, reply) =>
    withService(request, reply, (service) => {
      const isIt = service.campaignStatus !== null && campaignSid(service) === request.params.sid;
      return isIt ? campaignBody(accountOf(request), service) : undefined;
    }),
  );

  app.get<{ Querystring: Fields }>('/Tollfree/Verifications', (request) => {
    const account = accountOf(request);
    const { TollfreePhoneNumberSid: sid } = request.query;
    const numbers = [...account.numbers.values()].filter(
      ({ type, registration, phone }) =>
        type === 'toll-free' &&
        registration !== 'none' &&
        (typeof sid !== 'string' || sid === numberSid(account.sid, phone)),
    );
    const page = takeListPage(numbers, request.query);
    const verifications = page.items.map((number) => verificationBody(account, number));
    const url = `${host}/Tollfree/Verifications`;
    return { verifications, meta: pageMeta(url, 'verifications', request.query, page) };
  });
}

function withService(
  request: FastifyRequest<{ Params: { service: string } }>,
  reply: FastifyReply,
  show: (service: MessagingService) => unknown,
): FastifyReply {
  const service = accountOf(request).services.get(request.params.service);
  const body = service === undefined ? undefined : show(service);
  return body === undefined ? refuse(reply, { code: 20404, detail: request.url }) : reply.send(body);
}
