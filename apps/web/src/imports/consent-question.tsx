'use client';

import type { UseFormReturnType } from '@mantine/form';
import { isAgreementColumn } from '@sms-crm/contracts/agreement-columns';
import type { ImportColumn } from '@sms-crm/contracts/imports';
import { useId } from 'react';
import { ConsentFields } from '../contacts/consent-fields.tsx';
import { Card } from '../ui/card.tsx';
import { noDateColumn } from './settings-schema.ts';
import type { SettingsValues } from './settings-values.ts';
import { isMapped } from './settings-values.ts';

type Props = { form: UseFormReturnType<SettingsValues>; columns: ImportColumn[] };

/** "How did these people agree?", asked once for the whole file. */
export function ConsentQuestion({ form, columns }: Props) {
  const { kind, mapping } = form.values;
  const dated = isMapped(mapping, 'optedInAt');
  const problem = form.errors.kind ?? (kind === 'column' && !dated ? noDateColumn : undefined);
  const answers = [
    {
      value: 'one-date' as const,
      label: 'They all agreed on one date',
      description: 'For example at an event, or with a form that went out once',
    },
    {
      value: 'column' as const,
      label: 'The date is in the file',
      description: dated
        ? 'In the column mapped to “Opted in at”; rows without a date are imported as unknown'
        : 'Map a column to “Opted in at” above to use this answer',
    },
    {
      value: 'none' as const,
      label: 'I don’t know',
      description:
        'They are imported as unknown, and marketing texts will not reach them until you record it',
    },
  ];
  return (
    <Card title="How did these people agree?">
      <p className="-mt-2 mb-4 text-sm text-soft">
        Marketing texts need an agreement that you can prove. The answer is kept as evidence with each
        contact.
      </p>
      <fieldset className="flex flex-col gap-3" aria-describedby={problem ? 'consent-problem' : undefined}>
        <legend className="sr-only">How did these people agree?</legend>
        {answers.map(({ value, label, description }) => (
          <Choice
            key={value}
            label={label}
            description={description}
            checked={kind === value}
            invalid={Boolean(problem)}
            onChoose={() => form.setFieldValue('kind', value)}
          />
        ))}
        {problem && (
          <p id="consent-problem" className="text-sm font-medium text-bad">
            {problem}
          </p>
        )}
      </fieldset>
      {(kind === 'one-date' || kind === 'column') && <ReadRefusals columns={columns} mapping={mapping} />}
      {(kind === 'one-date' || kind === 'column') && (
        <div className="mt-5 flex flex-col gap-4 border-t border-line pt-5">
          <ConsentFields form={form} undated={kind === 'column'} />
        </div>
      )}
    </Card>
  );
}

/** Which columns can take an agreement back. */
function ReadRefusals({ columns, mapping }: { columns: ImportColumn[]; mapping: string[] }) {
  const read = columns.filter(
    ({ header }, index) => !isMapped([mapping[index] ?? ''], 'optedInAt') && isAgreementColumn(header),
  );
  if (read.length === 0) return null;
  const names = read.map(({ header }) => `“${header}”`).join(' or ');
  return (
    <p className="mt-4 text-sm font-medium text-warn">
      Whoever says no in {names} is imported without a record of agreement; the check counts them.
    </p>
  );
}

type ChoiceProps = {
  label: string;
  description: string;
  checked: boolean;
  invalid: boolean;
  onChoose: () => void;
};

function Choice(props: ChoiceProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <input
        type="radio"
        id={id}
        name="kind"
        className="mt-0.5 size-4.5 shrink-0 accent-accent"
        aria-describedby={`${id}-about`}
        data-invalid={props.invalid}
        checked={props.checked}
        onChange={props.onChoose}
      />
      <div>
        <label htmlFor={id} className="text-sm font-medium">
          {props.label}
        </label>
        <p id={`${id}-about`} className="text-xs text-soft">
          {props.description}
        </p>
      </div>
    </div>
  );
}
