'use client';

import type { Permission } from '@sms-crm/contracts/permissions';
import { permissionSentences } from '@sms-crm/contracts/permissions';
import type { Session } from '@sms-crm/contracts/session';
import { session as sessionSchema } from '@sms-crm/contracts/session';
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { ReactNode } from 'react';
import { api } from '../api/api.ts';

/** How often every page learns of a thrown kill switch, milliseconds. */
const refreshMs = 10_000;

export const sessionKey = ['v1', 'session'] as const;

const SessionContext = createContext<Session | null>(null);

export function SessionProvider(props: { initial: Session; children: ReactNode }) {
  const { data } = useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => api('/v1/session', sessionSchema, { signal }),
    initialData: props.initial,
    refetchInterval: refreshMs,
  });
  return <SessionContext value={data}>{props.children}</SessionContext>;
}

/** Who is signed in, where, what they may do, and which kill switches are on. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession is used outside a signed-in page; wrap it in SessionProvider.');
  return session;
}

export function useMay(permission: Permission): boolean {
  return useSession().permissions.includes(permission);
}

/** Why an action is not for this person, or undefined when it is. */
export function useRefusal(permission: Permission): string | undefined {
  const { role, permissions } = useSession();
  if (permissions.includes(permission)) return undefined;
  return `Your role ${role.name} may not ${permissionSentences[permission]}. Ask an owner or admin.`;
}
