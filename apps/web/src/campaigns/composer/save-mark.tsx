'use client';

import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconLoader2 } from '@tabler/icons-react';
import { unsavedWords } from './unsaved-words.ts';
import type { Draft } from './use-draft.ts';

/** Whether the draft is saved, always visible beside the title. */
export function SaveMark({ draft }: { draft: Draft }) {
  return (
    <output aria-live="polite" className="flex min-h-6 flex-wrap items-center gap-1.5 text-sm text-soft">
      <Words draft={draft} />
    </output>
  );
}

function Words({ draft }: { draft: Draft }) {
  if (draft.state === 'conflict') return <Conflict draft={draft} />;
  if (draft.state === 'failed') {
    return (
      <>
        <IconAlertTriangle size={16} aria-hidden className="text-bad" />
        <span>Not saved. {unsavedWords(draft.error)}</span>
        <Button size="compact-xs" variant="default" onClick={() => void draft.save()}>
          Save now
        </Button>
      </>
    );
  }
  if (draft.fields.name.trim() === '') return <span>Not saved: the campaign needs a name.</span>;
  if (draft.state === 'saved') {
    return (
      <>
        <IconCheck size={16} aria-hidden className="text-good" />
        Draft saved
      </>
    );
  }
  return (
    <>
      <IconLoader2 size={16} aria-hidden />
      Saving…
    </>
  );
}

/** Both buttons say what becomes of which text. */
function Conflict({ draft }: { draft: Draft }) {
  return (
    <>
      <IconAlertTriangle size={16} aria-hidden className="text-bad" />
      <span>Not saved. {unsavedWords(draft.error)}</span>
      <Button size="compact-xs" variant="default" onClick={() => void draft.settle(false)}>
        Drop my changes and load theirs
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => void draft.settle(true)}>
        Keep my changes
      </Button>
    </>
  );
}
