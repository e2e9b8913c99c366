'use client';

import { useDocumentVisibility } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import type { Resource } from '../api/resource.ts';
import { useResource } from '../api/use-resource.ts';
import { openStream } from './stream.ts';

/** Time between two polls while the stream is down, milliseconds. */
const pollMs = 3_000;

export type LiveSource<Answer> = Resource<Answer> & {
  /** Path of the stream: `/v1/imports/:id/events`. */
  events: string;
  /** Name of the event that carries the whole resource. */
  event: string;
};

/**
 * A resource that keeps itself current while `isLive` and looked at: each event replaces it by its whole new state; while the stream is
 * down it is polled. A hidden tab holds no connection, since a browser opens six to one origin over all its tabs.
 */
export function useLiveResource<Answer>(source: LiveSource<Answer>, isLive: (current: Answer) => boolean) {
  const queries = useQueryClient();
  const [streaming, setStreaming] = useState(false);
  const query = useResource(source);
  const isSeen = useDocumentVisibility() === 'visible';
  const wanted = isSeen && query.data !== undefined && isLive(query.data);
  const refresh = useEffectEvent(() => void queries.invalidateQueries({ queryKey: source.queryKey }));
  const keep = useEffectEvent((state: Answer) => queries.setQueryData(source.queryKey, state));
  const listen = useEffectEvent((events: string) =>
    openStream({
      url: `/api${events}`,
      event: source.event,
      answer: source.answer,
      onState: (state) => keep(state),
      onUp: setStreaming,
      onEnd: () => refresh(),
    }),
  );

  useEffect(() => {
    if (!wanted) return undefined;
    const stop = listen(source.events);
    return () => {
      stop();
      setStreaming(false);
    };
  }, [wanted, source.events]);

  useEffect(() => {
    if (!wanted || streaming) return undefined;
    const timer = setInterval(() => refresh(), pollMs);
    return () => clearInterval(timer);
  }, [wanted, streaming]);

  return { ...query, streaming };
}
