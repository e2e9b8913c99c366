import { drawWithin } from '../../chance/chance.ts';
import type { Account } from '../../accounts/account.ts';
import type { Entry } from '../../messages/message-log.ts';
import type { Message } from '../../messages/message.ts';
import type { Simulator } from '../../simulator.ts';
import type { Refusal } from '../errors.ts';
import { readDateFilter, type SentBetween } from './date-filter.ts';
import { messageBody } from './message-body.ts';
import { readPageToken, writePageToken, type PageStart } from './page-token.ts';

type Query = Readonly<Record<string, unknown>>;
type Request = { query: Query; pageSize: number; page: number; start: PageStart | undefined };

const defaultPageSize = 50;

/** One page of an account's messages, newest first, by Twilio's filters, with the addresses of its neighbours. */
export function listMessages(simulator: Simulator, account: Account, query: Query) {
  const request = readRequest(query, simulator.settings.listMaxPageSize);
  if ('code' in request) return { refusal: request };
  const sent = readDateFilter(query);
  if ('bad' in sent) return { refusal: { code: 20001, detail: sent.bad } satisfies Refusal };
  const entries = takePage(simulator, account, request, sent);
  const shown = entries.slice(0, request.pageSize);
  const hasMore = entries.length > request.pageSize;
  if (request.start?.side === 'newer') shown.reverse();
  return { body: pageBody(account, request, shown, hasMore) };
}

function readRequest(query: Query, largestPageSize: number): Request | Refusal {
  const pageSize = Math.min(largestPageSize, wholeNumber(query['PageSize']) ?? defaultPageSize);
  const token = query['PageToken'];
  if (typeof token !== 'string' || token === '')
    return { query, pageSize: Math.max(1, pageSize), page: 0, start: undefined };
  const start = readPageToken(token);
  if (start === undefined) return { code: 20001, detail: 'PageToken is not one of this API' };
  return { query, pageSize: Math.max(1, pageSize), page: wholeNumber(query['Page']) ?? 0, start };
}

/** Up to one entry more than a page, away from the page's start. */
function takePage(simulator: Simulator, account: Account, request: Request, sent: SentBetween): Entry[] {
  const { start, pageSize, query } = request;
  const to = text(query['To']);
  const from = text(query['From']);
  const options = { to, after: start?.place };
  const { log } = simulator;
  const walk = start?.side === 'newer' ? log.oldestFirst(options) : log.newestFirst(options);
  const entries: Entry[] = [];
  for (const entry of walk) {
    const { message } = entry;
    if (message.accountSid !== account.sid || message.deleted) continue;
    if (!hasAppeared(simulator, message)) continue;
    if (from !== undefined && message.from !== from) continue;
    if (!isSentBetween(message, sent)) continue;
    entries.push(entry);
    if (entries.length > pageSize) break;
  }
  return entries;
}

/** A list is a little behind: a message shows some time after it was taken. */
function hasAppeared({ settings, now }: Simulator, message: Message): boolean {
  const { listLagMs } = settings;
  if (listLagMs.max === 0) return true;
  const lagMs = drawWithin(listLagMs, settings.seed, message.to, message.ordinal, 'list');
  return now() - message.createdAtMs >= lagMs;
}

/** A message still in the queue counts from its creation, so that nobody who looks for it misses it. */
function isSentBetween(message: Message, { fromMs, toMs }: SentBetween): boolean {
  const ms = message.sentAtMs ?? message.createdAtMs;
  const second = ms - (ms % 1_000);
  return second >= fromMs && second <= toMs;
}

function pageBody(account: Account, request: Request, entries: readonly Entry[], hasMore: boolean) {
  const { page, pageSize, start } = request;
  const first = entries[0];
  const last = entries.at(-1);
  const backwards = start?.side === 'newer';
  const hasNext = backwards || hasMore;
  const hasPrevious = backwards ? hasMore : start !== undefined;
  const at = (index: number, token?: string) => pageUri(account, request, index, token);
  const neighbour = (side: 'older' | 'newer', entry: Entry | undefined, index: number) =>
    entry === undefined ? null : at(index, writePageToken({ side, place: placeOf(entry) }));
  return {
    end: Math.max(0, page * pageSize + entries.length - 1),
    first_page_uri: at(0),
    messages: entries.map(({ message }) => messageBody(message)),
    next_page_uri: hasNext ? neighbour('older', last, page + 1) : null,
    page,
    page_size: pageSize,
    previous_page_uri: hasPrevious ? neighbour('newer', first, Math.max(0, page - 1)) : null,
    start: page * pageSize,
    uri: at(page, text(request.query['PageToken'])),
  };
}

function placeOf({ message, position }: Entry) {
  return { sid: message.sid, position };
}

function pageUri(account: Account, { query, pageSize }: Request, page: number, token?: string): string {
  const parameters = new URLSearchParams();
  for (const name of ['To', 'From', 'DateSent', 'DateSent<', 'DateSent>']) {
    const value = text(query[name]);
    if (value !== undefined) parameters.set(name, value);
  }
  parameters.set('PageSize', String(pageSize));
  parameters.set('Page', String(page));
  if (token !== undefined) parameters.set('PageToken', token);
  return `/2010-04-01/Accounts/${account.sid}/Messages.json?${parameters.toString()}`;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function wholeNumber(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
