'use client';

import { TagsInput, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { Contact } from '@sms-crm/contracts/contacts';
import { useResource } from '../api/use-resource.ts';
import { contactTags } from './resources.ts';

const plainFields = ['firstName', 'lastName', 'email', 'city', 'region', 'postalCode', 'timeZone'] as const;

type PlainField = (typeof plainFields)[number];

/** What the fields of one contact hold. */
export type ContactValues = Record<PlainField, string> & { tags: string[] };

/** Field values of a contact, or empty ones. */
export function contactValues(contact?: Contact): ContactValues {
  const value = (name: PlainField) => contact?.[name] ?? '';
  return {
    firstName: value('firstName'),
    lastName: value('lastName'),
    email: value('email'),
    city: value('city'),
    region: value('region'),
    postalCode: value('postalCode'),
    timeZone: value('timeZone'),
    tags: contact?.tags ?? [],
  };
}

/** The contract's fields from what was typed; an emptied field is cleared. */
export function toContactInput(values: ContactValues) {
  const texts = plainFields.map((name) => [name, values[name].trim() || null] as const);
  return { ...Object.fromEntries(texts), tags: values.tags };
}

/** Name, e-mail, place and tags of a contact. */
export function ContactFields<Values extends ContactValues>(props: { form: UseFormReturnType<Values> }) {
  const { getInputProps } = props.form;
  const tags = useResource(contactTags);
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextInput label="First name" autoComplete="off" {...getInputProps('firstName')} />
        <TextInput label="Last name" autoComplete="off" {...getInputProps('lastName')} />
      </div>
      <TextInput label="E-mail" type="email" autoComplete="off" {...getInputProps('email')} />
      <div className="grid gap-4 sm:grid-cols-3">
        <TextInput label="City" autoComplete="off" {...getInputProps('city')} />
        <TextInput label="State or region" autoComplete="off" {...getInputProps('region')} />
        <TextInput label="Postal code" autoComplete="off" {...getInputProps('postalCode')} />
      </div>
      <TextInput
        label="Time zone"
        description="Only if you know it, e.g. America/Chicago; else state and phone decide when they may be texted"
        autoComplete="off"
        {...getInputProps('timeZone')}
      />
      <TagsInput
        label="Tags"
        description="Enter adds a tag"
        data={tags.data?.items.map((item) => item.tag) ?? []}
        maxTags={50}
        {...getInputProps('tags')}
      />
    </>
  );
}
