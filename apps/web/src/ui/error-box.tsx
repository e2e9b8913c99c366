'use client';

import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { asApiError } from '../api/api-error.ts';

/** Why something could not be shown, and the button to try again. */
export function ErrorBox(props: { error: unknown; onRetry?: (() => void) | undefined }) {
  const error = asApiError(props.error);
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title="This could not be loaded"
    >
      <p>{error.message}</p>
      {error.requestId && <p className="mt-1 text-xs">Request {error.requestId}</p>}
      {props.onRetry && (
        <Button size="xs" variant="default" className="mt-3" onClick={props.onRetry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}
