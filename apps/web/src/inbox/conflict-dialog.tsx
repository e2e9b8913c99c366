'use client';

import { Button } from '@mantine/core';
import { Dialog } from '../ui/dialog.tsx';
import type { Reply } from './use-reply.ts';

/** Tells that another member answers the same conversation, and asks what becomes of this answer. */
export function ConflictDialog({ reply, onDiscard }: { reply: Reply; onDiscard: () => void }) {
  function discard(): void {
    onDiscard();
    reply.dismiss();
  }
  return (
    <Dialog opened={reply.conflict !== null} onClose={reply.dismiss} title="Somebody else answers here too">
      <p className="text-soft">{reply.conflict}</p>
      <div className="mt-4 flex flex-wrap justify-end gap-2">
        <Button variant="default" onClick={discard}>
          Discard
        </Button>
        <Button variant="default" onClick={reply.dismiss} data-autofocus>
          Keep writing
        </Button>
        <Button loading={reply.isPending} onClick={reply.sendAnyway}>
          Send anyway
        </Button>
      </div>
    </Dialog>
  );
}
