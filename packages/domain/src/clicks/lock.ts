/** Batches of a tenant's clicks, runs that judge them again and changes of their rules go one after the other. */
export const clicksLock = 'clicks';
