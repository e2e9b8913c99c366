import twilio from 'twilio';
import RequestClient from 'twilio/lib/base/RequestClient.js';
import { checkCreateForm, checkListQuery, checkResponse } from './openapi.ts';
import { asObject, type TestAccount } from './running.ts';

/** The SDK's own client; every exchange is checked against Twilio's document on its way. */
class CheckedClient extends RequestClient {
  exchanges = 0;

  override async request<Sent>(options: RequestClient.RequestOptions<Sent>) {
    const isList = options.uri.includes('Messages.json') && options.method === 'get';
    const isCreate = options.method === 'post';
    const query = Object.fromEntries(URL.parse(options.uri)?.searchParams ?? []);
    if (isCreate) checkCreateForm(asObject(options.data));
    if (isList) checkListQuery({ ...query, ...asObject(options.params ?? {}) });
    const response = await super.request<Sent>(options);
    const body: unknown = typeof response.body === 'string' ? JSON.parse(response.body) : response.body;
    const kind = isCreate ? 'create' : isList ? 'list' : 'fetch';
    checkResponse(response.statusCode < 400 ? kind : 'error', body);
    this.exchanges += 1;
    return response;
  }
}

/** The official SDK, pointed at a simulator. */
export function sdk(url: string, account: Pick<TestAccount, 'sid' | 'token'>) {
  const httpClient = new CheckedClient();
  const client = twilio(account.sid, account.token, { httpClient });
  client.api.baseUrl = url;
  return { client, httpClient };
}
