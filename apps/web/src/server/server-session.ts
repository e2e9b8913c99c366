import { session } from '@sms-crm/contracts/session';
import { cache } from 'react';
import { resource } from '../api/resource.ts';
import { serverApi } from './server-api.ts';

/** The visitor's session, asked for once a request. Throws `ApiError`. */
export const serverSession = cache(() => serverApi(resource('/v1/session', session)));
