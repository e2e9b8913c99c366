'use client';

import { useId } from 'react';

type Answer<Value extends string> = { value: Value; label: string; description?: string };

type Props<Value extends string> = {
  question: string;
  value: Value;
  onChange: (value: Value) => void;
  answers: Answer<Value>[];
  disabled?: boolean;
};

/** One answer of a few, each in a line with what it means. */
export function Choice<Value extends string>(props: Props<Value>) {
  const group = useId();
  return (
    <fieldset className="flex flex-col gap-2.5">
      <legend className="mb-2 p-0 text-sm font-medium">{props.question}</legend>
      {props.answers.map(({ value, label, description }) => {
        const id = `${group}-${value}`;
        return (
          <div key={value} className="flex items-start gap-3">
            <input
              type="radio"
              id={id}
              name={group}
              className="mt-0.5 size-4.5 shrink-0 accent-accent"
              aria-describedby={description ? `${id}-about` : undefined}
              checked={value === props.value}
              disabled={props.disabled}
              onChange={() => props.onChange(value)}
            />
            <div className="min-w-0">
              <label htmlFor={id} className="text-sm font-medium">
                {label}
              </label>
              {description && (
                <p id={`${id}-about`} className="text-xs text-soft">
                  {description}
                </p>
              )}
            </div>
          </div>
        );
      })}
    </fieldset>
  );
}
