'use client';

import { Alert, Button } from '@mantine/core';
import type { PartsCount } from '@sms-crm/contracts/messages';
import { formatCount, formatCountOf } from '../../format/numbers.ts';
import { Broken } from '../bubble.tsx';
import { hasPlainTwin, invisibleName, withPlainTypography } from './typography.ts';

type Props = {
  parts: PartsCount | undefined;
  template: string;
  onChange: (template: string) => void;
  disabled: boolean;
};

/** How the text is billed, which character made it expensive, and the way back. */
export function PartsCounter(props: Props) {
  const { parts } = props;
  if (!parts) return <p className="text-sm text-soft">Counting…</p>;
  return (
    <div className="flex flex-col gap-3">
      <dl aria-label="Length of the text" className="numeric flex flex-wrap gap-x-5 gap-y-1 text-sm">
        <Count label="Parts">{formatCount(parts.parts)}</Count>
        <Count label="Characters">{formatCount(parts.characters)}</Count>
        <Count label="Left in this part">{formatCount(parts.unitsLeft)}</Count>
        <Count label="Encoding">{parts.encoding}</Count>
      </dl>
      {parts.brokenBy && <BrokenBy {...props} character={parts.brokenBy.character} />}
    </div>
  );
}

function Count(props: { label: string; children: string }) {
  return (
    <div className="flex items-baseline gap-1.5">
      <dt className="text-soft">{props.label}</dt>
      <dd className="font-semibold">{props.children}</dd>
    </div>
  );
}

function BrokenTitle({ character }: { character: string }) {
  const name = invisibleName(character);
  return (
    <>
      The {name ?? 'character'} {!name && <Broken>{character}</Broken>} makes this text longer
    </>
  );
}

function BrokenBy(props: Props & { character: string }) {
  const { character, template } = props;
  const plain = withPlainTypography(template);
  const replaceable = hasPlainTwin(character) && plain !== template;
  const own = template.includes(character);
  return (
    <Alert color="yellow" variant="light" title={<BrokenTitle character={character} />}>
      <p>
        It is not in the SMS alphabet (GSM-7), so a text now holds 70 characters instead of 160 and is billed
        as {formatCountOf(props.parts?.parts ?? 0, 'part')}.
        {!own && ' It comes from this contact’s own data.'}
      </p>
      {replaceable && !props.disabled && (
        <Button size="xs" variant="default" className="mt-3" onClick={() => props.onChange(plain)}>
          Use plain quotes and dashes
        </Button>
      )}
    </Alert>
  );
}
