'use client';

import type { UpdateNumber } from '@sms-crm/contracts/numbers';
import { numberDetail } from '@sms-crm/contracts/numbers';
import { api } from '../api/api.ts';
import { useAction } from '../api/use-action.ts';
import { numbersKey } from './resources.ts';

/** Changes a number and says so. */
export function useNumberChange(
  id: string,
  done: string,
  options: { errors?: 'form'; onDone?: () => void } = {},
) {
  return useAction({
    run: (body: UpdateNumber) => api(`/v1/numbers/${id}`, numberDetail, { method: 'PATCH', body }),
    refresh: [numbersKey],
    done,
    ...options,
  });
}
