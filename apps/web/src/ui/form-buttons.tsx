import { Button } from '@mantine/core';

type Props = {
  /** Of the button that does it: `Add phone`. */
  submit: string;
  busy: boolean;
  onCancel: () => void;
  /** Of the button that leaves everything as it is. */
  cancel?: string | undefined;
  danger?: boolean | undefined;
};

/** The last line of a dialog's form: leave it, or do it. */
export function FormButtons({ submit, busy, onCancel, cancel = 'Cancel', danger = false }: Props) {
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <Button variant="default" onClick={onCancel}>
        {cancel}
      </Button>
      <Button type="submit" color={danger ? 'red' : 'teal'} loading={busy}>
        {submit}
      </Button>
    </div>
  );
}
