'use client';

import type { Prices } from '@sms-crm/contracts/prices';
import { useAction } from '../api/use-action.ts';
import { useRefusal } from '../session/session-context.tsx';
import { ActionButton } from '../ui/action-button.tsx';
import { ownItems, putOwnPrices } from './put-prices.ts';

type Price = Prices['items'][number];

/** Goes back to the product's price. */
export function RemovePrice({ price, own }: { price: Price; own: Price[] }) {
  const remove = useAction({
    run: () =>
      putOwnPrices({
        source: price.source,
        items: ownItems(own.filter(({ prefix }) => prefix !== price.prefix)),
      }),
    refresh: [['v1', 'prices']],
    done: `Your price for +${price.prefix} was removed.`,
  });
  return (
    <ActionButton
      size="xs"
      variant="default"
      aria-label={`Remove the price for +${price.prefix}`}
      refusal={useRefusal('budget:write')}
      loading={remove.isPending}
      onClick={() => remove.mutate()}
    >
      Remove
    </ActionButton>
  );
}
