type Query = Readonly<Record<string, unknown>>;

const defaultPageSize = 50;
const largestPageSize = 1_000;

/** One page of a short list by `Page` and `PageSize`, its items and where it lies. */
export type ListPage<Item> = {
  items: readonly Item[];
  page: number;
  pageSize: number;
  start: number;
  hasNext: boolean;
};

/** Takes the page a query asks for. */
export function takeListPage<Item>(all: readonly Item[], query: Query): ListPage<Item> {
  const pageSize = Math.max(1, Math.min(largestPageSize, wholeNumber(query['PageSize']) ?? defaultPageSize));
  const page = wholeNumber(query['Page']) ?? 0;
  const start = page * pageSize;
  const items = all.slice(start, start + pageSize);
  return { items, page, pageSize, start, hasNext: start + pageSize < all.length };
}

/** The frame of a list as the API of 2010 writes it: addresses without host. */
export function pageFrame(path: string, query: Query, page: ListPage<unknown>) {
  const at = (index: number) => `${path}?${parametersOf(query, page, index)}`;
  return {
    end: Math.max(0, page.start + page.items.length - 1),
    first_page_uri: at(0),
    next_page_uri: page.hasNext ? at(page.page + 1) : null,
    page: page.page,
    page_size: page.pageSize,
    previous_page_uri: page.page > 0 ? at(page.page - 1) : null,
    start: page.start,
    uri: at(page.page),
  };
}

/** The frame of a list as the newer APIs write it: whole addresses below `meta`. */
export function pageMeta(url: string, key: string, query: Query, page: ListPage<unknown>) {
  const at = (index: number) => `${url}?${parametersOf(query, page, index)}`;
  return {
    first_page_url: at(0),
    key,
    next_page_url: page.hasNext ? at(page.page + 1) : null,
    page: page.page,
    page_size: page.pageSize,
    previous_page_url: page.page > 0 ? at(page.page - 1) : null,
    url: at(page.page),
  };
}

function parametersOf(query: Query, { pageSize }: ListPage<unknown>, index: number): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const isPlace = name === 'Page' || name === 'PageSize' || name === 'PageToken';
    if (typeof value === 'string' && !isPlace) parameters.set(name, value);
  }
  parameters.set('PageSize', String(pageSize));
  parameters.set('Page', String(index));
  return parameters.toString();
}

function wholeNumber(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : undefined;
}
