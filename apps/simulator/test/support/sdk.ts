import twilio from 'twilio';
import RequestClient from 'twilio/lib/base/RequestClient.js';
import { checkExchange, isDocumented } from './documents.ts';
import { checkCreateForm, checkListQuery, checkResponse } from './openapi.ts';
import { asObject, type TestAccount } from './running.ts';

/** The SDK's own client; every exchange is checked against Twilio's documents on its way. */
class CheckedClient extends RequestClient {
  exchanges = 0;

  override async request<Sent>(options: RequestClient.RequestOptions<Sent>) {
    const response = await super.request<Sent>(options);
    const text: unknown = response.body;
    const body: unknown = typeof text === 'string' && text !== '' ? JSON.parse(text) : text;
    const query = { ...queryOf(options.uri), ...asObject(options.params ?? {}) };
    const { pathname } = new URL(options.uri);
    const exchange = {
      method: options.method.toUpperCase(),
      url: `${pathname}?${new URLSearchParams(texts(query)).toString()}`,
      form: asObject(options.data ?? {}),
      status: response.statusCode,
      body,
    };
    if (response.statusCode >= 400) checkResponse('error', body);
    if (isDocumented(exchange)) checkExchange(exchange);
    else checkMessages(exchange, query);
    this.exchanges += 1;
    return response;
  }
}

type Seen = { method: string; url: string; form: Record<string, unknown>; status: number; body: unknown };

/** Creating, listing and fetching messages. */
function checkMessages({ method, url, form, status, body }: Seen, query: Record<string, unknown>): void {
  const isList = method === 'GET' && url.includes('Messages.json');
  if (method === 'POST') checkCreateForm(form);
  if (isList) checkListQuery(query);
  if (status < 400) checkResponse(method === 'POST' ? 'create' : isList ? 'list' : 'fetch', body);
}

function queryOf(uri: string): Record<string, unknown> {
  return Object.fromEntries(URL.parse(uri)?.searchParams ?? []);
}

function texts(query: Record<string, unknown>): Record<string, string> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

/** The official SDK, pointed at a simulator. */
export function sdk(url: string, account: Pick<TestAccount, 'sid' | 'token'>) {
  const httpClient = new CheckedClient();
  const client = twilio(account.sid, account.token, { httpClient });
  client.api.baseUrl = url;
  client.lookups.baseUrl = url;
  client.messaging.baseUrl = url;
  return { client, httpClient };
}
