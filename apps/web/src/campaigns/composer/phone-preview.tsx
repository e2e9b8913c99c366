'use client';

import { ActionIcon } from '@mantine/core';
import type { SampleBody } from '@sms-crm/contracts/campaigns';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { formatPhone } from '../../format/phones.ts';
import { Bubble } from '../bubble.tsx';

type Props = {
  person: SampleBody | undefined;
  /** Steps to the person before or after; undefined when there is only one. */
  onStep: ((by: 1 | -1) => void) | undefined;
  from: string | undefined;
  body: string;
  brokenAt: number | undefined;
};

/** A phone with the text as one of the recipients would get it. */
export function PhonePreview(props: Props) {
  return (
    <section aria-label="Preview on a phone">
      <div className="mx-auto max-w-[320px] rounded-[2.25rem] border border-line bg-surface p-2.5 shadow-card">
        <div className="flex min-h-[380px] max-lg:min-h-[240px] flex-col rounded-[1.75rem] border border-line bg-canvas">
          <p className="border-b border-line px-4 pt-4 pb-3 text-center text-xs text-soft">
            Text message from{' '}
            <strong className="numeric font-semibold text-ink">
              {props.from ? formatPhone(props.from) : 'your number'}
            </strong>
          </p>
          <div className="flex flex-1 flex-col justify-end p-3.5">
            {props.body === '' ? (
              <p className="mb-24 text-center max-lg:mb-12 text-sm text-soft">Your text appears here.</p>
            ) : (
              <Bubble body={props.body} brokenAt={props.brokenAt} />
            )}
          </div>
        </div>
      </div>
      <PersonSteps person={props.person} onStep={props.onStep} />
    </section>
  );
}

function PersonSteps({ person, onStep }: Pick<Props, 'person' | 'onStep'>) {
  const who = person && (person.name || formatPhone(person.phone));
  return (
    <div className="mt-3 flex items-center justify-center gap-2 text-sm text-soft">
      {onStep && (
        <ActionIcon variant="subtle" color="gray" aria-label="Previous recipient" onClick={() => onStep(-1)}>
          <IconChevronLeft size={16} aria-hidden />
        </ActionIcon>
      )}
      <p className="min-w-0 truncate">
        {who ? (
          <>
            As <strong className="font-medium text-ink">{who}</strong> gets it
          </>
        ) : (
          'As somebody without any values gets it'
        )}
      </p>
      {onStep && (
        <ActionIcon variant="subtle" color="gray" aria-label="Next recipient" onClick={() => onStep(1)}>
          <IconChevronRight size={16} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}
