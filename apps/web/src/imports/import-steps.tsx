import { IconCheck } from '@tabler/icons-react';

const steps = [
  { key: 'file', label: 'File' },
  { key: 'settings', label: 'Columns and agreement' },
  { key: 'check', label: 'Check' },
  { key: 'done', label: 'Import' },
] as const;

export type ImportStep = (typeof steps)[number]['key'];

/** Where one stands on the way from file to contacts. */
export function ImportSteps(props: { current: ImportStep; finished?: boolean }) {
  const at = steps.findIndex((step) => step.key === props.current);
  return (
    <ol aria-label="Steps" className="mb-6 flex flex-wrap gap-x-6 gap-y-2 text-sm">
      {steps.map((step, index) => {
        const done = index < at || (props.finished ?? false);
        const current = index === at && !done;
        return (
          <li
            key={step.key}
            aria-current={current ? 'step' : undefined}
            className={`flex items-center gap-2 ${current ? 'font-semibold' : 'text-soft'}`}
          >
            <span
              className={`numeric flex size-6 items-center justify-center rounded-full text-xs font-semibold ${
                done ? 'bg-accent text-surface' : current ? 'bg-ink text-surface' : 'bg-sunken text-ink'
              }`}
            >
              {done ? <IconCheck size={14} aria-label="Done" /> : index + 1}
            </span>
            {step.label}
          </li>
        );
      })}
    </ol>
  );
}
