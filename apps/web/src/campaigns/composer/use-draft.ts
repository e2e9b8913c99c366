'use client';

import type { Campaign } from '@sms-crm/contracts/campaigns';
import { campaign as campaignSchema } from '@sms-crm/contracts/campaigns';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { ApiError } from '../../api/api-error.ts';
import { asApiError } from '../../api/api-error.ts';
import { api } from '../../api/api.ts';
import { previewKey } from '../preview.ts';
import { campaignsKey, oneCampaign } from '../resources.ts';
import type { DraftFields } from './draft-changes.ts';
import { draftChanges, draftFieldsOf } from './draft-changes.ts';

/** Pause in typing after which a draft is saved, milliseconds. */
const saveAfterMs = 600;

export type SaveState = 'saved' | 'unsaved' | 'saving' | 'failed';

/** A draft that saves itself: what the fields hold, whether that is saved, and a way to save it now. */
export function useDraft(item: Campaign) {
  const queries = useQueryClient();
  const [fields, setFields] = useState(draftFieldsOf(item));
  const [state, setState] = useState<SaveState>('saved');
  const [error, setError] = useState<ApiError | null>(null);
  const latest = useRef(fields);
  const saved = useRef(fields);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const running = useRef<Promise<boolean>>(undefined);

  function change(part: Partial<DraftFields>): void {
    latest.current = { ...latest.current, ...part };
    setFields(latest.current);
    setState('unsaved');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), saveAfterMs);
  }

  /** Resolves to whether everything is saved. */
  function save(): Promise<boolean> {
    clearTimeout(timer.current);
    const next = (running.current ?? Promise.resolve(true)).then(() => send());
    running.current = next;
    return next;
  }

  async function send(): Promise<boolean> {
    const sent = latest.current;
    const body = draftChanges(saved.current, sent);
    if (body === undefined) {
      setState('saved');
      return true;
    }
    setState('saving');
    try {
      const answer = await api(`/v1/campaigns/${item.id}`, campaignSchema, { method: 'PATCH', body });
      saved.current = sent;
      setError(null);
      setState(latest.current === sent ? 'saved' : 'unsaved');
      keep(answer);
      return true;
    } catch (problem) {
      setError(asApiError(problem));
      setState('failed');
      return false;
    }
  }

  function keep(answer: Campaign): void {
    void queries.invalidateQueries({ queryKey: campaignsKey, refetchType: 'none' });
    queries.setQueryData(oneCampaign(item.id).queryKey, answer);
    void queries.invalidateQueries({ queryKey: previewKey(item.id) });
  }

  useLeaving(
    () => void save(),
    () => draftChanges(saved.current, latest.current) !== undefined,
  );

  return { fields, change, save, state, error };
}

/** Saves when another page opens, and lets the browser ask before a tab with unsaved changes closes. */
function useLeaving(save: () => void, isUnsaved: () => boolean): void {
  const leave = useEffectEvent(save);
  const warn = useEffectEvent((event: BeforeUnloadEvent) => {
    if (isUnsaved()) event.preventDefault();
  });
  useEffect(() => {
    const beforeUnload = (event: BeforeUnloadEvent) => warn(event);
    window.addEventListener('beforeunload', beforeUnload);
    return () => {
      window.removeEventListener('beforeunload', beforeUnload);
      leave();
    };
  }, []);
}

export type Draft = ReturnType<typeof useDraft>;
