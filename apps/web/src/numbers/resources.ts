import { numberDetail, numberPage } from '@sms-crm/contracts/numbers';
import { maxPageSize } from '@sms-crm/contracts/paging';
import { registrationPage } from '@sms-crm/contracts/registrations';
import { resource } from '../api/resource.ts';

export const numbersKey = ['v1', 'numbers'];
export const registrationsKey = ['v1', 'registrations'];

export const numberList = resource('/v1/numbers', numberPage);

export const oneNumber = (id: string) => resource(`/v1/numbers/${id}`, numberDetail);

export const registrationList = resource('/v1/registrations', registrationPage, { limit: maxPageSize });
