'use client';

import { atCarrierAnswer } from '@sms-crm/contracts/kill-switch';
import { resource } from '../api/resource.ts';
import { useResource } from '../api/use-resource.ts';
import { formatCountOf } from '../format/numbers.ts';
import type { KillTarget } from './kill-switch-control.tsx';

/** Counts move while people think; milliseconds between two looks. */
const refreshMs = 2_000;

/** How many texts a switch could not hold back any more if it were thrown now. */
export function AtCarrier({ target }: { target: KillTarget }) {
  const query = { scope: target.scope, ...('id' in target ? { id: target.id } : {}) };
  const { data } = useResource(resource('/v1/kill-switch/at-carrier', atCarrierAnswer, query), {
    refetchInterval: refreshMs,
  });
  if (!data) return <p>Texts already with the carrier can still arrive.</p>;
  if (data.atCarrier === 0) return <p>No text is at the carrier now.</p>;
  return (
    <p>
      <strong className="numeric font-semibold text-ink">{formatCountOf(data.atCarrier, 'text')}</strong>{' '}
      already with the carrier can still arrive.
    </p>
  );
}
