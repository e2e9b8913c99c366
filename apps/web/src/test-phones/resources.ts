import { maxPageSize } from '@sms-crm/contracts/paging';
import { testPhonePage } from '@sms-crm/contracts/test-phones';
import { resource } from '../api/resource.ts';

export const testPhonesKey = ['v1', 'test-phones'];

export const testPhoneList = resource('/v1/test-phones', testPhonePage, { limit: maxPageSize });
