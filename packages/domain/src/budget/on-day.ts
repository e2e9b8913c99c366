import { sql, type SQL } from 'drizzle-orm';

/** Columns of a budget row as they stand on a day; what was spent in days and months gone by counts nothing. */
export type OnDay = Record<'day' | 'month' | 'daySpent' | 'monthSpent' | 'dayAlerted' | 'monthAlerted', SQL>;

/** @param budgetDay day of the tenant, `YYYY-MM-DD` */
export function onDay(budgetDay: string): OnDay {
  const day = sql`${budgetDay}::date`;
  const month = sql`date_trunc('month', ${budgetDay}::date)::date`;
  return {
    day: sql`greatest(day, ${day})`,
    month: sql`greatest(month, ${month})`,
    daySpent: sql`case when day < ${day} then 0 else day_spent_micros end`,
    monthSpent: sql`case when month < ${month} then 0 else month_spent_micros end`,
    dayAlerted: sql`case when day < ${day} then 0 else day_alerted end`,
    monthAlerted: sql`case when month < ${month} then 0 else month_alerted end`,
  };
}
