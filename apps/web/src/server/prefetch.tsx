import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Resource } from '../api/resource.ts';
import { serverApi } from './server-api.ts';

/** Fetches resources on the server for the first paint; what fails is asked again, and explained, by the browser. */
export async function Prefetch(props: { resources: Resource<unknown>[]; children: ReactNode }) {
  const client = new QueryClient();
  await Promise.all(
    props.resources.map((source) =>
      client.prefetchQuery({ queryKey: source.queryKey, queryFn: () => serverApi(source), retry: false }),
    ),
  );
  return <HydrationBoundary state={dehydrate(client)}>{props.children}</HydrationBoundary>;
}
