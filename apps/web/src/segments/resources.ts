import { segmentPage } from '@sms-crm/contracts/segments';
import { resource } from '../api/resource.ts';

export const segmentsKey = ['v1', 'segments'];

export const segmentList = (place: { cursor: string }) => resource('/v1/segments', segmentPage, place);

/** As many as a select offers. */
const mostOffered = 200;

export const allSegments = resource('/v1/segments', segmentPage, { limit: mostOffered });
