'use client';

import type { Campaign } from '@sms-crm/contracts/campaigns';
import { campaign as campaignSchema } from '@sms-crm/contracts/campaigns';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { ApiError, asApiError } from '../../api/api-error.ts';
import { api } from '../../api/api.ts';
import { previewKey } from '../preview.ts';
import { campaignsKey, oneCampaign } from '../resources.ts';
import type { DraftFields } from './draft-changes.ts';
import { DraftVersions } from './draft-versions.ts';
import { unsavedWords } from './unsaved-words.ts';

/** Pause in typing after which a draft is saved, milliseconds. */
const saveAfterMs = 600;

/** In a `conflict` somebody saved another version meanwhile; nothing is saved until its person has decided. */
export type SaveState = 'saved' | 'unsaved' | 'saving' | 'failed' | 'conflict';

/** A draft that saves itself: what the fields hold, whether that is saved, and a way to save it now. */
export function useDraft(item: Campaign) {
  const [versions] = useState(() => new DraftVersions(item));
  const [fields, setFields] = useState(versions.now);
  const [state, setState] = useState<SaveState>('saved');
  const [error, setError] = useState<ApiError | null>(null);
  const [edition, setEdition] = useState(0);
  const keep = useKeep(item.id);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const running = useRef<Promise<boolean>>(undefined);
  const refused = useRef<ApiError>(undefined);

  function change(part: Partial<DraftFields>): void {
    versions.change(part);
    setFields(versions.now);
    if (state === 'conflict') return;
    setState('unsaved');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), saveAfterMs);
  }

  /** Resolves to whether everything is saved. */
  function save(): Promise<boolean> {
    clearTimeout(timer.current);
    const next = (running.current ?? Promise.resolve(true)).then(() => send().catch(fail));
    running.current = next;
    return next;
  }

  async function send(): Promise<boolean> {
    const sent = versions.now;
    const body = versions.unsaved();
    if (body !== undefined) {
      setState('saving');
      const answer = await api(`/v1/campaigns/${item.id}`, campaignSchema, { method: 'PATCH', body });
      versions.keep(sent, answer);
      setError(null);
      keep(answer);
    }
    setState(versions.now === sent ? 'saved' : 'unsaved');
    return true;
  }

  function fail(problem: unknown): false {
    const refusal = asApiError(problem);
    refused.current = refusal;
    setError(refusal);
    setState(refusal.code === 'conflict' ? 'conflict' : 'failed');
    return false;
  }

  /** For what only a saved draft can do. @throws ApiError that says why it is not saved */
  async function mustSave(): Promise<void> {
    if (await save()) return;
    throw new ApiError('unsaved', 0, `This draft is not saved. ${unsavedWords(refused.current ?? null)}`);
  }

  /** Ends a conflict: with what was saved elsewhere, and one's own changes on top of it or without them. */
  async function settle(keepMine: boolean): Promise<void> {
    try {
      const theirs = await api(`/v1/campaigns/${item.id}`, campaignSchema);
      versions.adopt(theirs, keepMine);
      setFields(versions.now);
      setEdition((before) => before + 1);
      keep(theirs);
      await save();
    } catch (problem) {
      fail(problem);
    }
  }

  useEffect(() => versions.see(item), [versions, item]);
  const isUnsaved = () => versions.unsaved() !== undefined;
  useLeaving(() => void save());

  const drop = () => versions.drop();
  return { fields, change, save, mustSave, settle, drop, isUnsaved, state, error, edition };
}

/** Keeps an answer about the draft, and asks anew for what depends on it. */
function useKeep(id: string): (answer: Campaign) => void {
  const queries = useQueryClient();
  return (answer) => {
    void queries.invalidateQueries({ queryKey: campaignsKey, refetchType: 'none' });
    queries.setQueryData(oneCampaign(id).queryKey, answer);
    void queries.invalidateQueries({ queryKey: previewKey(id) });
  };
}

/** Saves when another page opens. */
function useLeaving(save: () => void): void {
  const leave = useEffectEvent(save);
  useEffect(() => () => leave(), []);
}

export type Draft = ReturnType<typeof useDraft>;
