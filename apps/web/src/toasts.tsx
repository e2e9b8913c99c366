'use client';

import { Notifications } from '@mantine/notifications';

/** Where toasts appear; loaded after the page, since none is shown before somebody acts. */
export default function Toasts() {
  return <Notifications position="bottom-right" autoClose={6_000} limit={3} />;
}
