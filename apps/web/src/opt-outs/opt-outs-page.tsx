'use client';

import { PageHeader } from '../ui/page-header.tsx';
import { AddRule } from '../rules/add-rule.tsx';
import { optOutRules } from './opt-out-rules.ts';
import { OwnRules } from './own-rules.tsx';
import { Reviews } from './reviews.tsx';
import { ShippedRules } from './shipped-rules.tsx';

/** Replies that may be opt-outs, to be decided, and the rules that find them. */
export function OptOutsPage() {
  return (
    <>
      <PageHeader
        title="Opt-outs"
        about="STOP is obeyed by itself. Replies that may mean the same wait here, and their writers get no marketing until you decide."
        actions={<AddRule kind={optOutRules} />}
      />
      <div className="flex flex-col gap-8">
        <Reviews />
        <OwnRules />
        <ShippedRules />
      </div>
    </>
  );
}
