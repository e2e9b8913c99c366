'use client';

import type { Campaign, StartMoment } from '@sms-crm/contracts/campaigns';
import { campaign as campaignSchema, localTime, scheduleCampaign } from '@sms-crm/contracts/campaigns';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../../api/api.ts';
import { useAction } from '../../api/use-action.ts';
import { Choice } from '../../form/choice.tsx';
import { FormProblem } from '../../form/form-problem.tsx';
import { MomentField } from '../../form/moment-field.tsx';
import { useApiForm } from '../../form/use-api-form.ts';
import { existsOnClock, fromWallClock, isWallClock, toWallClock } from '../../format/wall-clock.ts';
import { useSession } from '../../session/session-context.tsx';
import { DialogWindow } from '../../ui/dialog-window.tsx';
import { FormButtons } from '../../ui/form-buttons.tsx';
import { campaignsKey } from '../resources.ts';
import { QuietStart } from './quiet-start.tsx';

type Props = { opened: boolean; onClose: () => void; campaign: Campaign };

/** When a campaign starts by itself: at one moment, or when it is that time where each recipient is. */
export function ScheduleWindow(props: Props) {
  return (
    <DialogWindow opened={props.opened} onClose={props.onClose} title="When should it start?" size={520}>
      <ScheduleForm {...props} />
    </DialogWindow>
  );
}

const whose = z.enum(['organisation', 'recipient']);
const schema = z.object({ whose, time: localTime });

/** A time that our own clock skips in spring is none; of the recipients' clocks the API says so. */
const schemaOn = (timeZone: string) =>
  schema.refine(({ whose, time }) => whose === 'recipient' || existsOnClock(time, timeZone), {
    path: ['time'],
    error: 'The clocks are put forward over this time on that day. Choose another time.',
  });
type Values = z.infer<typeof schema>;

const anHourMs = 3_600_000;

function whenOf({ whose, time }: Values, timeZone: string): StartMoment {
  return whose === 'recipient' ? { localTime: time } : { at: fromWallClock(time, timeZone) };
}

/** The time it has, or an hour from now. */
function firstChoice({ scheduledAt, scheduleLocal }: Campaign, timeZone: string): Values {
  if (scheduleLocal !== null) return { whose: 'recipient', time: scheduleLocal };
  const at = scheduledAt ?? new Date(Date.now() + anHourMs).toISOString();
  return { whose: 'organisation', time: toWallClock(at, timeZone) };
}

function ScheduleForm({ campaign, onClose }: Props) {
  const router = useRouter();
  const { timeZone } = useSession().tenant;
  const schedule = useAction({
    run: (values: Values) =>
      api(`/v1/campaigns/${campaign.id}/schedule`, campaignSchema, {
        method: 'POST',
        body: scheduleCampaign.parse({
          ...whenOf(values, timeZone),
          expectedUpdatedAt: campaign.updatedAt,
        }),
      }),
    refresh: [campaignsKey],
    errors: 'form',
    done: 'Scheduled. It starts by itself.',
    onDone: () => {
      onClose();
      router.push(`/campaigns/${campaign.id}/report`);
    },
  });
  const [initialValues] = useState(() => firstChoice(campaign, timeZone));
  const { form, formProps, busy, problem } = useApiForm({
    initialValues,
    schema: schemaOn(timeZone),
    rename: { at: 'time', localTime: 'time' },
    submit: (input) => schedule.mutateAsync(input),
  });
  const field = form.getInputProps('time');
  return (
    <form {...formProps} className="flex flex-col gap-5">
      <FormProblem problem={problem} />
      <MomentField label="Date and time" required data-autofocus {...field} />
      <Choice
        question="On whose clock?"
        value={form.values.whose}
        onChange={(value) => form.setFieldValue('whose', value)}
        answers={[
          { value: 'organisation', label: `Ours: ${timeZone}`, description: 'Everyone at the same moment' },
          {
            value: 'recipient',
            label: 'Each recipient’s own',
            description: 'Each gets it when it is that time where they are',
          },
        ]}
      />
      <QuietStart
        id={campaign.id}
        when={isWallClock(form.values.time) ? whenOf(form.values, timeZone) : undefined}
      />
      <p className="text-xs text-soft">
        Who gets it is decided when the first text is sent, not now: whoever joins the audience until then
        gets it too. Until then you can change it back into a draft.
      </p>
      <FormButtons submit="Schedule campaign" busy={busy} onCancel={onClose} />
    </form>
  );
}
