/** What the control API tells the page; the shapes are those of `src/handsets` and `src/control`. */

export type Summary = {
  phone: string;
  lastAt: string;
  preview: string;
  fromHandset: boolean;
  unread: number;
  activity: number;
};

export type Webhook = { state: string; httpStatus: number | null; problem: string | null };

export type TextEntry = {
  kind: 'text' | 'reply';
  id: string;
  at: string;
  from: string;
  to: string;
  body: string;
  mediaUrls: string[];
  parts: number;
  status: string;
  errorCode: number | null;
  errorWords: string | null;
  webhook: Webhook | null;
};

export type NoticeEntry = {
  kind: 'notice';
  id: string;
  by: 'carrier' | 'network';
  at: string;
  from: string;
  to: string;
  body: string;
};

export type Entry = TextEntry | NoticeEntry;

export type OtherNumber = { phone: string; type: string | null; stopped: boolean };

export type Thread = {
  phone: string;
  unread: number;
  entries: Entry[];
  more: boolean;
  numbers: OtherNumber[];
};

export type Clock = { minutesOfDay: number; day: string; time: string; running: boolean };

export type Stats = {
  received: number;
  refused: Record<string, number>;
  byStatus: Record<string, number>;
  inbound: { received: number; failed: number };
  totalPriceMicros: number;
  inboundPriceMicros: number;
  open: { held: number };
};

export type Update = {
  stats: Stats;
  clock: Clock;
  holdDelivery: boolean;
  weather: string;
  faults: number;
  threads: Summary[];
};

export type Rule = { id: string; kind: string; probability: number; struck: number };

export type Page<Item> = { items: Item[]; nextCursor: string | null };

export type AccountNumber = {
  phone: string;
  type: string;
  rateParts: number | null;
  queuedParts: number;
  registration: string;
};

export type Account = { sid: string; numbers: AccountNumber[] };
