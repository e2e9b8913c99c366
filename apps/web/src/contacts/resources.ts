import { contactDetails, contactPage, consentStates, tagList } from '@sms-crm/contracts/contacts';
import { parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { resource } from '../api/resource.ts';

/** Filters of the contact list as they stand in the URL. */
export const contactFilters = {
  q: parseAsString.withDefault(''),
  tag: parseAsString.withDefault(''),
  consent: parseAsStringLiteral(consentStates),
};

type Filters = { q: string; tag: string; consent: string | null; cursor: string };

export const contactList = (filters: Filters) => resource('/v1/contacts', contactPage, filters);

/** The first contact whose consent is unknown, of a tag or of all: whether there is any. */
export const contactsWithoutConsent = (tag: string | undefined) =>
  resource('/v1/contacts', contactPage, { tag: tag ?? '', consent: 'unknown', limit: 1 });

export const contactTags = resource('/v1/contacts/tags', tagList);

export const oneContact = (id: string) => resource(`/v1/contacts/${id}`, contactDetails);
