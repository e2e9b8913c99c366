import { apiKeyPage, rolePage } from '@sms-crm/contracts/access';
import { maxPageSize } from '@sms-crm/contracts/paging';
import { resource } from '../api/resource.ts';

export const roleList = resource('/v1/roles', rolePage, { limit: maxPageSize });

export const apiKeyList = resource('/v1/api-keys', apiKeyPage, { limit: maxPageSize });
