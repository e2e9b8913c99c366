'use client';

import { Alert, Button } from '@mantine/core';
import { importView, maxImportBytes } from '@sms-crm/contracts/imports';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { asApiError } from '../api/api-error.ts';
import { upload } from '../api/upload.ts';
import { formatBytes } from '../format/numbers.ts';
import { Bar } from '../ui/bar.tsx';
import { Card } from '../ui/card.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { FileDrop } from './file-drop.tsx';
import { ImportSteps } from './import-steps.tsx';
import { oneImport } from './resources.ts';

type Running = { file: File; share: number };

export function UploadPage() {
  const { running, trouble, start, cancel } = useUpload();
  return (
    <>
      <PageHeader title="Import contacts" back={{ href: '/contacts/imports', label: 'Imports' }} />
      <ImportSteps current="file" />
      {trouble && (
        <Alert color="red" role="alert" mb="md" title="This file was not taken">
          {trouble}
        </Alert>
      )}
      {running ? (
        <Card title={running.file.name}>
          <Bar share={running.share} label="Upload" />
          <div className="mt-3 flex items-center justify-between">
            <p className="numeric text-sm text-soft">
              {running.share < 1
                ? `${formatBytes(running.file.size * running.share)} of ${formatBytes(running.file.size)}`
                : 'Reading its columns …'}
            </p>
            <Button variant="default" size="xs" onClick={cancel}>
              Cancel
            </Button>
          </div>
        </Card>
      ) : (
        <>
          <FileDrop
            label="Drop a CSV file here, or choose one"
            hint={`Up to ${formatBytes(maxImportBytes)}. The first row names the columns.`}
            accept=".csv,.txt,.tsv,text/csv"
            onFile={(file) => void start(file)}
          />
          <p className="mt-3 text-sm text-soft">
            Nothing is imported before you have seen what happens to each row.{' '}
            <a href="/api/v1/imports/sample.csv" download className="link">
              Download a sample file
            </a>
          </p>
        </>
      )}
    </>
  );
}

function useUpload() {
  const router = useRouter();
  const queries = useQueryClient();
  const abort = useRef<AbortController>(null);
  const [running, setRunning] = useState<Running | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);

  async function start(file: File): Promise<void> {
    setTrouble(refusalOf(file));
    if (refusalOf(file)) return;
    const controller = new AbortController();
    abort.current = controller;
    setRunning({ file, share: 0 });
    try {
      const onProgress = (share: number) => setRunning({ file, share });
      const view = await upload({
        path: '/v1/imports',
        file,
        answer: importView,
        onProgress,
        signal: controller.signal,
      });
      queries.setQueryData(oneImport(view.id).queryKey, view);
      router.push(`/contacts/imports/${view.id}`);
    } catch (error) {
      setRunning(null);
      if (!controller.signal.aborted) setTrouble(asApiError(error).message);
    }
  }
  return { running, trouble, start, cancel: () => abort.current?.abort() };
}

function refusalOf(file: File): string | null {
  if (file.size === 0) return `${file.name} is empty. Choose a file with a header and at least one row.`;
  if (file.size <= maxImportBytes) return null;
  return `${file.name} has ${formatBytes(file.size)}; at most ${formatBytes(maxImportBytes)} are taken. Split it.`;
}
