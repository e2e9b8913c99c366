'use client';

import { useId } from 'react';
import type { ReactNode } from 'react';

type Props = {
  label: ReactNode;
  description?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
};

/** Yes or no, with what it means. */
export function Tick({ label, description, checked, onChange, disabled }: Props) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <input
        type="checkbox"
        id={id}
        className="mt-0.5 size-4.5 shrink-0 accent-accent"
        aria-describedby={description ? `${id}-about` : undefined}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
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
}
