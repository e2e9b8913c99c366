import { redirect } from 'next/navigation';

/** The address that people guess. */
export default function Page(): never {
  redirect('/contacts/imports/new');
}
