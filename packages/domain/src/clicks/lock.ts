/** Batches of a tenant's clicks, runs that judge them again and changes of their rules go one after the other. */
export const clicksLock = 'clicks';

/** Changes of a tenant's country file go one after the other; asked for before `clicksLock`. */
export const countryDatabaseLock = 'country database';
