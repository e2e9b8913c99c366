import { deadLetterPage } from '@sms-crm/contracts/dead-letters';
import { parseAsString } from 'nuqs/server';
import { resource } from '../api/resource.ts';

export const deadLetterFilters = { kind: parseAsString.withDefault('') };

export const deadLettersKey = ['v1', 'dead-letters'];

export const deadLetterList = (place: { kind: string; cursor: string }) =>
  resource('/v1/dead-letters', deadLetterPage, place);
