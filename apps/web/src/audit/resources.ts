import { auditPage } from '@sms-crm/contracts/access';
import { parseAsString } from 'nuqs/server';
import { resource } from '../api/resource.ts';

export const auditFilters = { action: parseAsString.withDefault('') };

export const auditList = (place: { action: string; cursor: string }) =>
  resource('/v1/audit', auditPage, place);
